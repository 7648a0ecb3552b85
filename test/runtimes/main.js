/** Runs the suite in this runtime and prints its results as one line of JSON. */
import { readFileSync } from 'node:fs';
import * as containers from '../../dist/containers.js';
import * as brine from '../../dist/index.js';
import * as files from '../../dist/node.js';
import * as stdlib from '../../dist/stdlib.js';
import { runFiles } from './files.js';
import { runSuite } from './suite.js';

const rows = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const shared = await runSuite({ ...stdlib, ...brine, ...containers }, rows);
console.log(JSON.stringify({ shared, files: await runFiles({ ...stdlib, ...brine }, files) }));

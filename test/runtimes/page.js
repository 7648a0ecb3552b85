/** Runs the suite in a page and sends its results back. */
import * as containers from '/dist/containers.js';
import * as brine from '/dist/index.js';
import * as stdlib from '/dist/stdlib.js';
import { runSuite } from './suite.js';

let results;
try {
  const rows = await (await fetch('/rows')).json();
  results = { shared: await runSuite({ ...stdlib, ...brine, ...containers }, rows), files: [] };
} catch (error) {
  results = { error: String(error?.stack ?? error) };
}
await fetch('/results', { method: 'POST', body: JSON.stringify(results) });

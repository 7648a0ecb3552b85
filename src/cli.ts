#!/usr/bin/env node
/**
 * The command `brine`.
 *
 * @module
 */
import { run } from './cli/run.ts';

void run(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});

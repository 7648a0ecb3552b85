#!/usr/bin/env node
/**
 * The command `brine`.
 *
 * @module
 */
import { run } from './cli/run.ts';

process.stdout.on('error', endQuietly);
process.stderr.on('error', endQuietly);
process.exitCode = await run(process.argv.slice(2));

/** Who reads has seen enough: `brine FILE | head`. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

/** Runs the suite in a page and sends its results back. */
import * as brine from '/dist/index.js';
import { runSuite } from './suite.js';

let results;
try {
  const rows = await (await fetch('/rows')).json();
  results = { shared: await runSuite(brine, rows), files: [] };
} catch (error) {
  results = { error: String(error?.stack ?? error) };
}
await fetch('/results', { method: 'POST', body: JSON.stringify(results) });

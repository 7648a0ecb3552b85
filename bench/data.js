/**
 * Where the data lie. Made once for each set of recipes, by `prepare.js`.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';

/** What is made, and not committed. */
export const CACHE = new URL('.cache/', import.meta.url).pathname;

const recipes = createHash('sha256');
for (const name of ['recipes.js', 'workloads.js', 'random.js', 'competitors.js']) {
  recipes.update(readFileSync(new URL(name, import.meta.url)));
}
const FOLDER = `${CACHE}data-${recipes.digest('hex').slice(0, 12)}/`;
mkdirSync(FOLDER, { recursive: true });

export const pickleFile = ({ name }) => `${FOLDER}${name}.pkl`;
/** The pickle as `dumps` writes it. */
export const oursFile = ({ name }) => `${FOLDER}${name}.brine.pkl`;
export const inputFile = ({ name }, competitor) => `${FOLDER}${name}.${competitor.replace('/', '-')}`;
/** Is there when what this one reads is, and what it reads is right. */
export const doneFile = ({ name }, competitor) => `${FOLDER}${name}.${competitor.replace('/', '-')}.done`;

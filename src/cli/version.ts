import { readFileSync } from 'node:fs';

/** The version of this package. */
export function version(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const { name, version: found } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
      if (name === 'brine') return String(found);
    } catch {
      // The build and the source are at different depths.
    }
  }
  return 'unknown';
}

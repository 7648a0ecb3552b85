/**
 * Splits Windows paths into parts as Python's `ntpath` does.
 *
 * @module
 */

/** A path split into drive, root and the names after it. */
export interface SplitPath {
  readonly drive: string;
  readonly root: string;
  readonly names: readonly string[];
}

/** Joins segments. An absolute segment starts again; one with only a root keeps the drive. */
export function splitWindows(segments: readonly string[]): SplitPath {
  let drive = '';
  let root = '';
  let rest = '';
  for (const segment of segments) {
    const [nextDrive, nextRoot, nextRest] = splitRoot(segment.replaceAll('/', '\\'));
    if (nextRoot !== '') {
      if (nextDrive !== '' || drive === '') drive = nextDrive;
      [root, rest] = [nextRoot, nextRest];
    } else if (nextDrive !== '' && nextDrive !== drive) {
      if (nextDrive.toLowerCase() !== drive.toLowerCase()) [root, rest] = ['', nextRest];
      else rest = joined(rest, nextRest);
      drive = nextDrive;
    } else {
      rest = joined(rest, nextRest);
    }
  }
  if (root === '' && isShare(drive)) root = '\\';
  return { drive, root, names: rest.split('\\').filter((name) => name !== '' && name !== '.') };
}

function joined(path: string, more: string): string {
  return path === '' || path.endsWith('\\') ? path + more : `${path}\\${more}`;
}

/** Whether a drive is `\\server\share`, which implies a root. */
function isShare(drive: string): boolean {
  if (!drive.startsWith('\\\\') || drive.endsWith('\\')) return false;
  const parts = drive.split('\\');
  return parts.length === 4 ? !['', '?', '.'].includes(parts[2] ?? '') : parts.length === 6;
}

/** `ntpath.splitroot`, for a path without slashes. */
function splitRoot(path: string): [string, string, string] {
  if (!path.startsWith('\\')) {
    if (path[1] !== ':') return ['', '', path];
    return path[2] === '\\' ? [path.slice(0, 2), '\\', path.slice(3)] : [path.slice(0, 2), '', path.slice(2)];
  }
  if (path[1] !== '\\') return ['', '\\', path.slice(1)];
  const start = path.slice(0, 8).toUpperCase() === '\\\\?\\UNC\\' ? 8 : 2;
  const server = path.indexOf('\\', start);
  if (server < 0) return [path, '', ''];
  const share = path.indexOf('\\', server + 1);
  return share < 0 ? [path, '', ''] : [path.slice(0, share), '\\', path.slice(share + 1)];
}

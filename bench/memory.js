/**
 * What memory costs on this machine. Large data is measured with it, and another machine of the same kind may ask for
 * several times as much.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { quantile } from './report.js';

const SIZE = 64 * 2 ** 20;
const PAGE = 4096;
const REPEATS = 5;
/** Variables that change how memory is had. */
const SETTINGS = /^(MALLOC_|GLIBC_TUNABLES$|LD_PRELOAD$|NODE_OPTIONS$)/;

/** What a page fault costs, in words. */
export function pageFaultText() {
  const measured = Array.from({ length: REPEATS }, touched);
  const each = quantile(measured.map(({ microseconds }) => microseconds));
  const faults = quantile(measured.map(({ faults }) => faults));
  return `${each.toPrecision(2)} µs, one for every ${Math.round(SIZE / faults / 1024)} KiB (median of ${REPEATS} times 64 MiB)`;
}

/** The settings of the allocator and of the system's large pages, in words. */
export function allocatorText() {
  const set = Object.entries(process.env).filter(([name]) => SETTINGS.test(name));
  const glibc = process.report?.getReport().header.glibcVersionRuntime;
  return [
    glibc === undefined ? 'not glibc' : `glibc ${glibc}`,
    set.length === 0 ? 'no settings in the environment' : set.map(([name, value]) => `${name}=${value}`).join(' '),
    `transparent huge pages: ${hugePages()}`,
  ].join(', ');
}

/** Touches each page of new memory twice. The second time costs what is not the fault. */
function touched() {
  const bytes = new Uint8Array(SIZE);
  const before = process.resourceUsage().minorPageFault;
  const first = touch(bytes);
  const faults = Math.max(1, process.resourceUsage().minorPageFault - before);
  return { faults, microseconds: (1000 * (first - touch(bytes))) / faults };
}

/** Milliseconds. */
function touch(bytes) {
  const start = performance.now();
  for (let at = 0; at < bytes.length; at += PAGE) bytes[at] = 1;
  return performance.now() - start;
}

function hugePages() {
  try {
    return /\[(.*)\]/.exec(readFileSync('/sys/kernel/mm/transparent_hugepage/enabled', 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'none';
  }
}

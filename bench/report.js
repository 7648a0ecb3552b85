/**
 * Tables of what was measured. A ratio is the time of another divided by ours, round by round; shown is the median, with
 * the quartiles: more than 1 means that ours is faster.
 *
 * @module
 */

/** The middle of a list of numbers, or another part of the way through it. */
export function quantile(numbers, part = 0.5) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.ceil(at)] - low) * (at % 1);
}

/** How much faster `ours` is than `other`, by `clock`; undefined if one was not measured. */
export function ratio(times, other, ours, clock = 'cpu') {
  if (times[other] === undefined || times[ours] === undefined) return undefined;
  const ratios = times[other][clock].map((time, round) => time / times[ours][clock][round]);
  return { median: quantile(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}

export function geometricMean(numbers) {
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);
}

/** A time in the unit that suits it. */
export function duration(ns) {
  if (ns >= 1e6) return `${(ns / 1e6).toPrecision(3)} ms`;
  return ns >= 1e3 ? `${(ns / 1e3).toPrecision(3)} µs` : `${ns.toPrecision(3)} ns`;
}

/** Rows as a Markdown table whose columns are aligned. */
export function table(head, rows) {
  const lines = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const text = (line) => `| ${line.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [text(lines[0]), `|${widths.map((w) => '-'.repeat(w + 2)).join('|')}|`, ...lines.slice(1).map(text)].join(
    '\n',
  );
}

/** One workload, all competitors: ours by the clock and the ratios. */
export function rowOf({ workload, direction, memory, times }, columns) {
  const target = workload[direction];
  return [
    memory === undefined ? workload.name : `${workload.name}, ${memory}`,
    times.brine === undefined ? '' : duration(quantile(times.brine.cpu)),
    ...columns.map((name) => cell(ratio(times, name, 'brine'), targetOf(target, name))),
  ];
}

/** The target of a ratio to one of the CPythons. */
export function targetOf(target, name) {
  if (target === undefined) return undefined;
  if (name === 'CPython') return target[0];
  return name === 'CPython-PGO' ? target[1] : undefined;
}

function cell(value, target) {
  if (value === undefined) return '';
  const { median, low, high } = value;
  const mark = target === undefined ? '' : median >= target ? ' ✓' : ` < ${target}`;
  return `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})${mark}`;
}

/** Geometric means of the ratios of a set of measurements. */
export function meansRow(results, columns, label, clock) {
  return [
    label,
    '',
    ...columns.map((name) => {
      const ratios = results
        .map(({ times }) => ratio(times, name, 'brine', clock)?.median)
        .filter((r) => r !== undefined);
      return ratios.length === 0 ? '' : `${geometricMean(ratios).toFixed(2)} of ${ratios.length}`;
    }),
  ];
}

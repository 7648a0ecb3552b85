import type { OutputSink } from './sink.ts';

/** Shows progress on a terminal if something takes longer than a second. */
export class Progress {
  private readonly sink: OutputSink | undefined;
  private readonly label: string;
  private readonly total: number | undefined;
  private readonly began = now();
  private drawn = 0;

  /**
   * @param sink - Where progress is shown, if it is a terminal.
   * @param total - The total, in bytes; `undefined` if it is not known.
   */
  constructor(sink: OutputSink | undefined, label: string, total: number | undefined) {
    this.sink = sink;
    this.label = label;
    this.total = total;
  }

  /** @param done - How many bytes are done. */
  update(done: number): void {
    const time = now();
    if (time - this.began < 1000 || time - this.drawn < 100) return;
    this.drawn = time;
    if (this.sink?.isTerminal !== true) return;
    const width = (this.sink.columns || 80) - 1;
    const line = progressLine(this.label, done, this.total, (time - this.began) / 1000, width);
    void this.sink.write(`\r\x1b[K${line.slice(0, width)}`);
  }

  /** Removes the line. */
  end(): void {
    if (this.drawn > 0 && this.sink?.isTerminal === true) void this.sink.write('\r\x1b[K');
    this.drawn = 0;
  }
}

/** The time in milliseconds. `performance` would have to be loaded first. */
function now(): number {
  return process.uptime() * 1000;
}

/** Runs something that reports its progress. */
export function withProgress<T>(
  sink: OutputSink,
  label: string,
  total: number,
  run: (onProgress: (done: number) => void) => T,
): T {
  const progress = new Progress(sink, label, total);
  try {
    return run((done) => progress.update(done));
  } finally {
    progress.end();
  }
}

/** The longest and the shortest useful bar, in characters. */
const BAR = 20;
const SHORTEST_BAR = 4;

/**
 * `reading [####......] 45%  120 MB/s  3 s left`. If that is too wide, the bar becomes shorter and then is left out.
 */
export function progressLine(
  label: string,
  done: number,
  total: number | undefined,
  seconds: number,
  width: number,
): string {
  const rate = done / Math.max(seconds, 0.001);
  const speed = `${sizeText(rate)}/s`;
  if (total === undefined || total <= 0) return `${label} ${sizeText(done)}  ${speed}`;
  const share = Math.min(1, done / total);
  const left = rate > 0 ? `  ${timeText((total - done) / rate)} left` : '';
  const numbers = ` ${Math.floor(share * 100)}%  ${speed}${left}`;
  const bar = Math.min(BAR, width - label.length - ' []'.length - numbers.length);
  if (bar < SHORTEST_BAR) return `${label}${numbers}`;
  const filled = Math.round(share * bar);
  return `${label} [${'#'.repeat(filled)}${'.'.repeat(bar - filled)}]${numbers}`;
}

/** `1.5 MB`, in powers of 1000. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  for (const [unit, size] of UNITS) {
    // 999.95 would be shown as 1000.0.
    if (bytes < size * 999.95) return `${(bytes / size).toFixed(1)} ${unit}`;
  }
  return `${(bytes / 1e12).toFixed(1)} TB`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
];

function timeText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

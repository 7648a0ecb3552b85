/** How far something is, on a terminal, once it takes longer than a second. */
export class Progress {
  private readonly stream: NodeJS.WriteStream | undefined;
  private readonly label: string;
  private readonly total: number | undefined;
  private readonly began = performance.now();
  private drawn = 0;

  /** @param total - What there is to do, in bytes; `undefined` if nobody knows. */
  constructor(stream: NodeJS.WriteStream | undefined, label: string, total: number | undefined) {
    this.stream = stream;
    this.label = label;
    this.total = total;
  }

  /** @param done - Bytes. */
  update(done: number): void {
    if (this.stream === undefined) return;
    const now = performance.now();
    if (now - this.began < 1000 || now - this.drawn < 100) return;
    this.drawn = now;
    const width = (this.stream.columns > 0 ? this.stream.columns : 80) - 1;
    const line = progressLine(this.label, done, this.total, (now - this.began) / 1000);
    this.stream.write(`\r\x1b[K${line.slice(0, width)}`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.drawn > 0) this.stream?.write('\r\x1b[K');
    this.drawn = 0;
  }
}

const BAR = 20;

/** `reading [####......] 45%  120 MB/s  3 s left` */
export function progressLine(label: string, done: number, total: number | undefined, seconds: number): string {
  const rate = done / Math.max(seconds, 0.001);
  const speed = `${sizeText(rate)}/s`;
  if (total === undefined || total <= 0) return `${label} ${sizeText(done)}  ${speed}`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * BAR);
  const left = rate > 0 ? `  ${timeText((total - done) / rate)} left` : '';
  return `${label} [${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${Math.floor(share * 100)}%  ${speed}${left}`;
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

import { availableParallelism } from 'node:os';
import type { ScanOptions } from '../../scan/options.ts';
import type { ScanResult, Target } from './result.ts';
import { scanTarget } from './scan-target.ts';

/** The first argument of a thread that scans: `run` of the command knows it. */
const THREAD = '--scan-thread';
/** Fewer files are not worth a thread. */
const FEW = 64;
const MOST_JOBS = 8;

/** How many threads scan so many files. */
export function jobsFor(count: number, given: number | undefined): number {
  if (given !== undefined) return Math.max(1, Math.min(given, count));
  return count < FEW ? 1 : Math.min(availableParallelism(), MOST_JOBS);
}

/** Scans targets in this thread or in several; `done` is told of each result when it is there. */
export async function scanAll(
  targets: readonly Target[],
  options: ScanOptions,
  jobs: number,
  done: (result: ScanResult) => Promise<void>,
): Promise<void> {
  if (jobs > 1) {
    await inThreads(targets, options, jobs, done);
    return;
  }
  for (const target of targets) await done(await scanTarget(target, options));
}

async function inThreads(
  targets: readonly Target[],
  options: ScanOptions,
  jobs: number,
  done: (result: ScanResult) => Promise<void>,
): Promise<void> {
  const { Worker } = await import('node:worker_threads');
  const waiting = targets.values();
  await Promise.all(Array.from({ length: jobs }, () => one()));

  /** One thread after another takes what is waiting. A file that ends its thread is a file that could not be scanned. */
  async function one(): Promise<void> {
    let worker = start();
    for (const target of waiting) {
      let result: ScanResult;
      try {
        result = await asked(worker, target);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        result = { name: target.name, report: undefined, error: `scanning it ended the thread: ${reason}` };
        worker = start();
      }
      await done(result);
    }
    await worker.terminate();
  }

  function start(): InstanceType<typeof Worker> {
    return new Worker(process.argv[1] ?? '', { argv: [THREAD], workerData: options, stdin: false });
  }
}

function asked(worker: import('node:worker_threads').Worker, target: Target): Promise<ScanResult> {
  return new Promise((resolve, reject) => {
    const message = (result: ScanResult): void => settle(() => resolve(result));
    const failure = (error: unknown): void => settle(() => reject(error));
    const exit = (code: number): void => settle(() => reject(new Error(`status ${code}`)));
    const settle = (act: () => void): void => {
      worker.off('message', message).off('error', failure).off('exit', exit);
      act();
    };
    worker.on('message', message).on('error', failure).on('exit', exit);
    worker.postMessage(target);
  });
}

/** Answers each target with its result. */
export async function runThread(): Promise<void> {
  const { parentPort, workerData } = await import('node:worker_threads');
  const options: ScanOptions = workerData;
  parentPort?.on('message', (target: Target) => {
    void scanTarget(target, options).then((result) => parentPort.postMessage(result));
  });
}

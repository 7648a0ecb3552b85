/**
 * Models of the Hugging Face Hub by its public API: the files of a revision, read in ranges.
 *
 * @module
 */
import { failureOf } from '../../sources/http.ts';
import { CommandError } from '../command-error.ts';
import type { Target } from './result.ts';

const HUB = 'https://huggingface.co';
/** The most pages of a list of files. */
const MOST_PAGES = 1000;

/** `HF_ENDPOINT` names another server, as for the programs of the Hub. */
function endpoint(): string {
  return (process.env['HF_ENDPOINT'] ?? HUB).replace(/\/+$/, '');
}

/** `HF_TOKEN` is for models that are not public. It is sent to the Hub and to nobody else. */
export function headersFor(url: string): Readonly<Record<string, string>> {
  const token = process.env['HF_TOKEN'] ?? '';
  return token !== '' && url.startsWith(`${endpoint()}/`) ? { authorization: `Bearer ${token}` } : {};
}

/** The files of a model: `owner/name`, or `owner/name@revision`. */
export async function hubTargets(model: string): Promise<Target[]> {
  const [, name = '', revision = 'main'] = /^([\w.-]+(?:\/[\w.-]+)?)(?:@([\w./-]+))?$/.exec(model) ?? [];
  if (name === '') throw new CommandError(`hf:${model}: a model is hf:owner/name or hf:owner/name@revision`);
  const commit = encodeURIComponent(revision);
  const files: Target[] = [];
  let page: string | undefined = `${endpoint()}/api/models/${name}/tree/${commit}?recursive=true`;
  for (let count = 0; page !== undefined; count++) {
    if (count === MOST_PAGES) throw new CommandError(`hf:${model}: the list of its files does not end`);
    const response = await pageOf(page, model);
    if (!response.ok) throw new CommandError(`hf:${model}: the Hub answered with status ${response.status}`);
    for (const path of pathsOf(await response.json().catch(() => undefined))) {
      const place = `${endpoint()}/${name}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
      files.push({ name: `hf:${name}/${path}`, kind: 'url', place });
    }
    page = nextOf(response.headers.get('link'));
  }
  return files;
}

async function pageOf(page: string, model: string): Promise<Response> {
  try {
    return await fetch(page, { headers: headersFor(page) });
  } catch (error) {
    throw new CommandError(`hf:${model}: the Hub did not answer: ${failureOf(error)}`);
  }
}

function* pathsOf(list: unknown): Generator<string> {
  if (!Array.isArray(list)) throw new CommandError('the Hub answered with something other than a list of files');
  for (const item of list as unknown[]) {
    if (typeof item !== 'object' || item === null || !('type' in item) || !('path' in item)) continue;
    if (item.type === 'file' && typeof item.path === 'string') yield item.path;
  }
}

/** `<https://...>; rel="next"`, on the same server. */
function nextOf(link: string | null): string | undefined {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return next?.startsWith(`${endpoint()}/`) === true ? next : undefined;
}

import { keptArgs } from '../values/exception-args.ts';
import { Tuple } from '../values/tuple.ts';

/** The arguments with which Python calls the class of an Error: those it has, or else its message. */
export function errorArgs(error: Error): Tuple {
  const kept = keptArgs(error);
  if (kept !== undefined) return kept;
  const { message } = error;
  if (error instanceof AggregateError) return Tuple.of<unknown>(message, error.errors);
  return message === '' ? new Tuple() : Tuple.of<unknown>(message);
}

/** The properties of an Error that are attributes in Python: its own properties and `cause`, but not its arguments. */
export function errorAttributes(error: Error): string[] {
  const names = Object.keys(error).filter((name) => name !== 'args');
  const cause = Object.getOwnPropertyDescriptor(error, 'cause');
  if (cause?.enumerable === false) names.push('cause');
  return names;
}

/**
 * Python's OSError: the class for each error number, and the arguments that it keeps.
 *
 * @module
 */
import { Global } from '../../values/global.ts';
import { type Tuple, tupleOf } from '../../values/tuple.ts';
import { bigintArgument, smallInteger } from '../call-arguments.ts';

/** OSError and its subclasses. Those outside `builtins` have their module. */
const OS_ERRORS =
  'OSError BlockingIOError BrokenPipeError ChildProcessError ConnectionAbortedError ' +
  'ConnectionError ConnectionRefusedError ConnectionResetError FileExistsError FileNotFoundError InterruptedError ' +
  'IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError dbm.sqlite3.error ' +
  'gzip.BadGzipFile http.client.RemoteDisconnected http.cookiejar.LoadError io.UnsupportedOperation shutil.Error ' +
  'shutil.ExecError shutil.ReadError shutil.SpecialFileError shutil.SameFileError socket.gaierror socket.herror ' +
  'socket.timeout smtplib.SMTPException smtplib.SMTPServerDisconnected smtplib.SMTPNotSupportedError ssl.SSLError ' +
  'ssl.SSLCertVerificationError ssl.SSLEOFError ssl.SSLSyscallError ssl.SSLWantReadError ssl.SSLWantWriteError ' +
  'ssl.SSLZeroReturnError urllib.error.URLError';

let osErrors: ReadonlySet<string> | undefined;

/** Whether a name is that of OSError or of a subclass of it. */
export function isOSError(name: string): boolean {
  osErrors ??= new Set(OS_ERRORS.split(' '));
  return osErrors.has(name);
}

/** Names that have been OSError itself since Python 3.3. */
export const OLD_NAMES: readonly string[] = [
  ...['builtins.IOError', 'builtins.EnvironmentError', 'os.error', 'socket.error', 'select.error', 'mmap.error'],
  'resource.error',
];

/** Whether a class has one of {@link OLD_NAMES}. */
export function isOldName(name: string): boolean {
  return OLD_NAMES.includes(name);
}

/** The class by the error number, as Python has them on Linux. */
const BY_NUMBER =
  '1=PermissionError 2=FileNotFoundError 3=ProcessLookupError 4=InterruptedError 10=ChildProcessError ' +
  '11=BlockingIOError 13=PermissionError 17=FileExistsError 20=NotADirectoryError 21=IsADirectoryError ' +
  '32=BrokenPipeError 103=ConnectionAbortedError 104=ConnectionResetError 108=BrokenPipeError 110=TimeoutError ' +
  '111=ConnectionRefusedError 114=BlockingIOError 115=BlockingIOError';

let byNumber: ReadonlyMap<number, string> | undefined;

/** The class of the object that calling an exception's class makes. For OSError it depends on the error number. */
export function calledClass(type: Global, args: readonly unknown[]): Global {
  const name = type.toString();
  const isOld = isOldName(name);
  if (!isOld && name !== 'builtins.OSError') return type;
  const [number] = args;
  const hasNumber = args.length >= 2 && args.length <= 5 && (typeof number !== 'number' || !Object.is(number, -0));
  const found = hasNumber
    ? classNumbered(typeof number === 'boolean' ? Number(number) : smallInteger(number))
    : undefined;
  if (found !== undefined) return new Global('builtins', found);
  return isOld ? new Global('builtins', 'OSError') : type;
}

function classNumbered(number: number | undefined): string | undefined {
  byNumber ??= new Map(
    BY_NUMBER.split(' ').map((entry) => {
      const at = entry.indexOf('=');
      return [Number(entry.slice(0, at)), entry.slice(at + 1)];
    }),
  );
  return number === undefined ? undefined : byNumber.get(number);
}

/** Whether the third argument is how much was written before a BlockingIOError. Other exceptions have a file there. */
export function isWritten(type: Global, args: readonly unknown[]): boolean {
  return type.toString() === 'builtins.BlockingIOError' && args.length >= 3 && bigintArgument(args[2]) !== undefined;
}

/** The arguments that Python writes: an OSError with a file keeps no `winerror`, which only Windows has. */
export function osErrorArgs(type: Global, args: Tuple): Tuple {
  const [number, text, file, , other = null] = args;
  const hasFile = (args.length === 4 || args.length === 5) && (file ?? null) !== null;
  const name = type.module === 'builtins' ? type.name : type.toString();
  if (!hasFile || !isOSError(name) || isWritten(type, args)) return args;
  return tupleOf(other === null ? [number, text, file] : [number, text, file, null, other]);
}

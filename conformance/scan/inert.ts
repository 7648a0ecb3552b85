/**
 * Files in checkouts of other scanners that are named for harm and do none when Python loads them: exactly these bytes.
 * `inert.py` shows for each that its pickles reach no name and make nothing happen.
 */

const SAFETENSORS = 'a safetensors file, in whose header a text mentions code: nothing evaluates it';
const KEPT =
  'a dict of texts and bytes; the pickle or code in them is only there, until some program evaluates it itself';

/** By the SHA-256 of the file: what it is called, and why it does no harm. */
export const INERT: ReadonlyMap<string, readonly [name: string, reason: string]> = new Map([
  [
    '4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6',
    ['bad_pytorch.pt', 'the 8 bytes that begin a PNG'],
  ],
  ['c285ff00c18f363103d8a4ca5fa551b68054befe11c7d28bf5c158431d301689', ['malicious_model_realistic.pkl', KEPT]],
  ['23005eedfb86f1a981da4813a8c32f1ae00e3072ad219f601c6fd691d70dee20', ['nested_pickle_multistage.pkl', KEPT]],
  ['64266d62bb9790301c82470b49a96eb15b4799d1a9d84add826b85b5439d0036', ['decode_exec_chain.pkl', KEPT]],
  ['cc374e216559a6480b8387254be7a0ae5293ed29a424202650b94c1d54e5c617', ['nested_pickle_base64.pkl', KEPT]],
  ['6f051f8181f7ec00efda8afca0599927c0daf82df7db9e5c3aa37a116c85e601', ['nested_pickle_raw.pkl', KEPT]],
  ['a118d89e0a9a4b6b7c6123673fd5864a925c6e87ef22ed124e7cb6e37549af7b', ['nested_pickle_hex.pkl', KEPT]],
  ['613e209119329015282a86569dd26830ba7291dedc467050780498891eb42235', ['malicious_import.safetensors', SAFETENSORS]],
  ['20aaa617c425418648c85d414dcee900e072d1999e13817cf798a21aed889144', ['script_injection.safetensors', SAFETENSORS]],
]);

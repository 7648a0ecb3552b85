const CHUNK = 2 ** 20;

export const LAMBDA = 'It has a layer of the class Lambda, whose code Keras runs when the model is loaded.';

/** `"class_name": "Lambda"` in the description of a model of Keras. */
export function indexOfLambda(bytes: Uint8Array): number {
  for (let from = 0; from < bytes.length; from += CHUNK) {
    const piece = bytes.subarray(from, from + CHUNK + 64);
    const found = new TextDecoder('latin1').decode(piece).search(/"class_name":\s{0,4}"Lambda"/);
    if (found >= 0) return from + found;
  }
  return -1;
}

/** The numpys whose bytes can be written. */
export type NumpyVersion = '1.26' | '2.4';

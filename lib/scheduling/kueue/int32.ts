const MAX_INT32 = 2147483647;

/**
 * Whether Kueue can read the number as a priority. The API server would store a larger one, in spite of the format that
 * the schema names.
 */
export function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -MAX_INT32 - 1 && value <= MAX_INT32;
}

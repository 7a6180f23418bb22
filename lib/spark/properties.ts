/**
 * Writes Java properties as `java.util.Properties` reads them, sorted by key so that equal properties give equal text.
 * Spark reads the file as UTF-8, so other characters stay as they are.
 *
 * @see https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)
 */
export function propertiesFile(properties: { readonly [key: string]: string }): string {
  const lines = Object.keys(properties)
    .sort()
    .map((key) => `${escapeKey(key)}=${escapeValue(properties[key] ?? '')}`);
  return lines.map((line) => `${line}\n`).join('');
}

function escapeKey(text: string): string {
  return escapeControl(text).replace(/[ :=#!]/g, (character) => `\\${character}`);
}

function escapeValue(text: string): string {
  return escapeControl(text).replace(/^ /, '\\ ');
}

function escapeControl(text: string): string {
  const escapes: { readonly [character: string]: string } = {
    '\\': '\\\\',
    '\t': '\\t',
    '\n': '\\n',
    '\r': '\\r',
    '\f': '\\f',
  };
  return text.replace(/[\\\t\n\r\f]/g, (character) => escapes[character] ?? character);
}

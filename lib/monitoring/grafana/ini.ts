/** Sections of grafana.ini, each with its keys. */
export interface Ini {
  readonly [section: string]: { readonly [key: string]: string | number | boolean };
}

/** Sections on top of each other; of a key the last value counts. */
export function merged(...all: readonly Ini[]): Ini {
  const sections: { [section: string]: { [key: string]: string | number | boolean } } = {};
  for (const ini of all) {
    for (const [section, keys] of Object.entries(ini)) sections[section] = { ...sections[section], ...keys };
  }
  return sections;
}

/** The file, sections and keys by name. */
export function iniText(ini: Ini): string {
  const lines = Object.keys(ini)
    .sort()
    .map((section) => {
      const keys = Object.entries(ini[section] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
      return [`[${section}]`, ...keys.map(([key, value]) => `${key} = ${literal(value)}`)].join('\n');
    });
  return `${lines.join('\n\n')}\n`;
}

/** What follows "#" or ";" would be a comment, quotes would be taken away, and `$__file{…}` would be replaced. */
function literal(value: string | number | boolean): string {
  const text = String(value);
  return /[#;"'\\]|^\s|\s$/.test(text) ? `\`${text}\`` : text;
}

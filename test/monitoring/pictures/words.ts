import type { FieldModel } from './panel';
import { shown } from './units';

export const COLORS: { readonly [name: string]: string } = {
  green: '#56a64b',
  yellow: '#e0b400',
  orange: '#ff780a',
  red: '#e02f44',
  blue: '#3274d9',
  purple: '#a352cc',
  text: '#464c54',
};
export const color = (name = 'text'): string =>
  COLORS[name.replace(/^(semi-dark-|dark-|light-|super-light-)/, '')] ?? name;

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Colour of a value by its thresholds, and its word by its mappings. */
export function judged(value: number, field: FieldModel): { readonly color?: string; readonly text: string } {
  const mapping = field.mappings
    ?.filter(({ type }) => type === 'value')
    .map(({ options }) => options[String(value)] as { text?: string; color?: string } | undefined)
    .find((found) => found !== undefined);
  const step = [...(field.thresholds?.steps ?? [])]
    .filter(({ value: least }) => least === null || value >= least)
    .at(-1);
  const own = mapping?.color ?? step?.color;
  return {
    ...(own !== undefined && { color: color(own) }),
    text: mapping?.text ?? shown(value, field.unit, field.decimals),
  };
}

import type { DashboardModel } from './panel';

/** The moment and the range that all pictures show. */
export interface Moment {
  readonly end: number;
  readonly range: number;
  readonly step: number;
}

/** A query with everything in place of `$…`. What a variable is not told is everything. */
export function substituted(
  expr: string,
  dashboard: DashboardModel,
  chosen: { readonly [variable: string]: string },
  { range, step }: Moment,
): string {
  const values: { [name: string]: string } = {
    __rate_interval: `${Math.max(step * 4, 60)}s`,
    __interval: `${step}s`,
    __range: `${range}s`,
    __range_s: String(range),
    __auto: `${step}s`,
  };
  for (const { name, type, query, current, allValue } of dashboard.templating?.list ?? []) {
    const value = Array.isArray(current?.value) ? (current.value as unknown[])[0] : current?.value;
    const all = typeof allValue === 'string' && allValue !== '' ? allValue : '.+';
    const usual = type === 'textbox' || type === 'constant' || type === 'custom' ? (value ?? query ?? '') : all;
    values[name] = chosen[name] ?? (typeof usual === 'string' && usual !== '$__all' ? usual : all);
  }
  return expr.replaceAll(
    /\$\{(\w+)(?::\w+)?\}|\$(\w+)/g,
    (all, braced: string | undefined, plain: string | undefined) => {
      return values[braced ?? plain ?? ''] ?? all;
    },
  );
}

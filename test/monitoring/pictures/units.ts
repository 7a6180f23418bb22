/** A number as Grafana shows it with this unit. */
export function shown(value: number, unit = 'short', decimals?: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const [, kind = unit, own = ''] = /^(suffix|prefix):\s*(.*)$/.exec(unit) ?? [];
  if (kind === 'suffix') return `${scaled(value, 1000, ['', 'K', 'M', 'G'], decimals)} ${own}`;
  if (kind === 'prefix') return `${own} ${scaled(value, 1000, ['', 'K', 'M', 'G'], decimals)}`;
  if (unit.startsWith('currency:')) return `${unit.slice(9)} ${round(value, decimals ?? 2)}`;
  switch (unit) {
    case 'percentunit':
      return `${round(value * 100, decimals ?? 1)}%`;
    case 'percent':
      return `${round(value, decimals ?? 1)}%`;
    case 'bytes':
      return scaled(value, 1024, [' B', ' KiB', ' MiB', ' GiB', ' TiB'], decimals);
    case 'binBps':
      return scaled(value, 1024, [' B/s', ' KiB/s', ' MiB/s', ' GiB/s', ' TiB/s'], decimals);
    case 's':
      return duration(value, decimals);
    case 'ms':
      return duration(value / 1000, decimals);
    case 'cps':
      return `${scaled(value, 1000, ['', 'K', 'M'], decimals)} c/s`;
    case 'rowsps':
      return `${scaled(value, 1000, ['', 'K', 'M'], decimals)} rows/s`;
    case 'reqps':
      return `${scaled(value, 1000, ['', 'K', 'M'], decimals)} req/s`;
    case 'bool_yes_no':
      return value === 0 ? 'No' : 'Yes';
    default:
      return scaled(value, 1000, ['', ' K', ' Mil', ' Bil'], decimals);
  }
}

/** Seconds in the largest unit that leaves a number above one. */
function duration(seconds: number, decimals?: number): string {
  const size = Math.abs(seconds);
  const units: readonly (readonly [number, string])[] = [
    [604_800, ' weeks'],
    [86_400, ' days'],
    [3600, ' hours'],
    [60, ' mins'],
    [1, ' s'],
    [1e-3, ' ms'],
    [1e-6, ' µs'],
  ];
  const [factor, name] = units.find(([least]) => size >= least) ?? [1, ' s'];
  return `${round(seconds / factor, decimals)}${name}`;
}

function scaled(value: number, base: number, names: readonly string[], decimals?: number): string {
  const power = value === 0 ? 0 : Math.floor(Math.log(Math.abs(value)) / Math.log(base) + 1e-9);
  const index = Math.min(Math.max(power, 0), names.length - 1);
  return `${round(value / base ** index, decimals)}${names[index] ?? ''}`;
}

/** Three digits that count, unless told otherwise. */
function round(value: number, decimals?: number): string {
  const size = Math.abs(value);
  const places =
    decimals ?? (size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 0.01 || size === 0 ? 2 : 4);
  const text = value.toFixed(places);
  return decimals === undefined && places > 0 ? text.replace(/\.?0+$/, '') : text;
}

import { color, escaped } from './words';
import type { FieldModel, PanelData } from './panel';
import { shown } from './units';
import type { Moment } from './variables';

const PALETTE = [
  '#7eb26d',
  '#eab839',
  '#6ed0e0',
  '#ef843c',
  '#e24d42',
  '#1f78c1',
  '#ba43a9',
  '#705da0',
  '#508642',
  '#cca300',
];
const LEFT = 58;
const BOTTOM = 16;

type Line = readonly (readonly [seconds: number, value: number])[];

/** How much room there is, and the time that all charts share. */
export interface ChartPlace {
  readonly width: number;
  readonly height: number;
  readonly moment: Moment;
}

/** Lines, areas on top of each other or bars, with their last and greatest value below. */
export function drawChart(
  series: PanelData['series'],
  field: FieldModel,
  { width, height, moment }: ChartPlace,
): string {
  const named = Math.min(series.length, Math.max(2, Math.floor((height * 0.32) / 14)));
  const tall = height - named * 14 - 6;
  const stacked = field.custom?.stacking?.mode === 'normal';
  const lines = stacked ? stack(series.map(({ values }) => values)) : series.map(({ values }) => values);
  const all = lines.flat().filter(([, value]) => Number.isFinite(value));
  const marks = field.custom?.thresholdsStyle?.mode?.includes('dashed') ? (field.thresholds?.steps ?? []) : [];
  const [first, last] = [moment.end - moment.range, moment.end];
  const most = Math.max(...all.map(([, value]) => value), field.max ?? 0);
  const top = most > 0 ? most * (field.max === undefined ? 1.08 : 1) : 1;
  const low = Math.min(0, field.min ?? 0, ...all.map(([, value]) => value));
  const x = (at: number): number => LEFT + ((at - first) / Math.max(1, last - first)) * (width - LEFT - 6);
  const y = (value: number): number => 4 + (1 - (value - low) / (top - low)) * (tall - BOTTOM - 4);
  const paths = lines.map((line, i) =>
    path(line, PALETTE[i % PALETTE.length] ?? '', field, {
      x,
      y,
      floor: y(low),
      stacked,
      below: i > 0 ? lines[i - 1] : undefined,
    }),
  );
  const dashes = marks
    .filter(({ value }) => value !== null && value <= top && value >= low)
    .map(
      ({ value, color: name }) =>
        `<line x1="${LEFT}" x2="${width}" y1="${y(value ?? 0)}" y2="${y(value ?? 0)}" stroke="${color(name)}" stroke-dasharray="6 4"/>`,
    );
  return `<svg width="${width}" height="${tall}">${axes(field, { x, y, first, last, low, top, width, tall })}${(stacked ? paths.reverse() : paths).join('')}${dashes.join('')}</svg>${legend(series, field, named)}`;
}

interface Scale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

function axes(
  field: FieldModel,
  scale: Scale & { first: number; last: number; low: number; top: number; width: number; tall: number },
): string {
  const { x, y, first, last, low, top, width, tall } = scale;
  const levels = [0, 1, 2, 3].map((i) => low + ((top - low) * i) / 3.2);
  const times = [0, 1, 2, 3, 4].map((i) => first + ((last - first) * (i + 0.5)) / 5);
  return [
    ...levels.map(
      (value) =>
        `<line x1="${LEFT}" x2="${width}" y1="${y(value)}" y2="${y(value)}" stroke="#e9edf2"/><text x="${LEFT - 4}" y="${y(value) + 3}" text-anchor="end" font-size="9" fill="#7b8087">${escaped(shown(value, field.unit, field.decimals))}</text>`,
    ),
    ...times.map(
      (at) =>
        `<text x="${x(at)}" y="${tall - 3}" text-anchor="middle" font-size="9" fill="#7b8087">${new Date(at * 1000).toISOString().slice(11, 16)}</text>`,
    ),
  ].join('');
}

function path(
  line: Line,
  stroke: string,
  field: FieldModel,
  scale: Scale & { floor: number; stacked: boolean; below: Line | undefined },
): string {
  const { x, y, floor, stacked } = scale;
  const points = line.filter(([, value]) => Number.isFinite(value)).map(([at, value]) => [x(at), y(value)] as const);
  if (points.length === 0) return '';
  if (field.custom?.drawStyle === 'bars') {
    return points
      .map(
        ([px, py]) =>
          `<rect x="${px.toFixed(1)}" y="${py.toFixed(1)}" width="2" height="${Math.max(0, floor - py).toFixed(1)}" fill="${stroke}"/>`,
      )
      .join('');
  }
  const text = points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('');
  const opacity = stacked ? 1 : (field.custom?.fillOpacity ?? 0) / 100;
  const area = `${text}L${(points.at(-1)?.[0] ?? 0).toFixed(1)} ${floor}L${(points[0]?.[0] ?? 0).toFixed(1)} ${floor}Z`;
  return `<path d="${area}" fill="${stroke}" fill-opacity="${opacity}"/><path d="${text}" fill="none" stroke="${stroke}" stroke-width="1.3"/>`;
}

/** Each line on top of the sum of those before it. */
function stack(lines: readonly Line[]): Line[] {
  const sum = new Map<number, number>();
  return lines.map((line) =>
    line.map(([at, value]) => {
      sum.set(at, (sum.get(at) ?? 0) + (Number.isFinite(value) ? value : 0));
      return [at, sum.get(at) ?? 0] as const;
    }),
  );
}

function legend(series: PanelData['series'], field: FieldModel, rows: number): string {
  const cells = series.slice(0, rows).map(({ name, values }, i) => {
    const numbers = values.map(([, value]) => value).filter(Number.isFinite);
    const text = (value: number): string => escaped(shown(value, field.unit, field.decimals));
    const more = i === rows - 1 && series.length > rows ? ` (+${series.length - rows})` : '';
    return `<tr><td style="color:${PALETTE[i % PALETTE.length] ?? ''}">▬</td><td width="99%">${escaped(name)}${more}</td><td>${text(values.at(-1)?.[1] ?? NaN)}</td><td>${text(Math.max(...numbers))}</td></tr>`;
  });
  return `<table class="legend">${cells.join('')}</table>`;
}

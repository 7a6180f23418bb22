import { GrafanaDashboard } from '../../../lib/monitoring/dashboards/grafana-dashboard';
import { Uid } from '../../../lib/monitoring/dashboards/model/links';
import { BOARDS, panelsOf, withRows, type BoardJson, type PanelJson } from './panels';

function overlaps(panels: readonly PanelJson[]): string[] {
  return panels.flatMap((a, i) =>
    panels
      .slice(i + 1)
      .filter(({ gridPos: b }) => {
        const { x, y, w, h } = a.gridPos;
        return x < b.x + b.w && b.x < x + w && y < b.y + b.h && b.y < y + h;
      })
      .map((b) => `${a.title} and ${b.title}`),
  );
}

/** Names of the variables in a text, without those of Grafana itself. */
function variablesIn(text: string): string[] {
  const names = [...text.matchAll(/\$\{?([a-zA-Z_]+)/g)].map(([, name]) => name ?? '');
  return names.filter((name) => !name.startsWith('__'));
}

describe.each(BOARDS.map((board): [string, BoardJson] => [board.uid, board]))('%s', (uid, board) => {
  const panels = panelsOf(board);
  const variables = board.templating.list.map(({ name }) => name);

  test('is one that links know', () => expect(Object.values(Uid)).toContain(uid));

  test('numbers its panels and rows from 1', () => {
    expect(withRows(board).map(({ id }) => id)).toEqual(withRows(board).map((_, i) => i + 1));
  });

  test('has each panel in the grid, and none on another', () => {
    expect(panels.filter(({ gridPos: { x, w } }) => x < 0 || x + w > 24)).toEqual([]);
    expect(overlaps(board.panels)).toEqual([]);
    for (const { panels: closed = [] } of board.panels) expect(overlaps(closed)).toEqual([]);
  });

  test('says what each panel is, and what to make of it', () => {
    expect(panels.filter(({ title, description = '' }) => title === '' || description.length < 15)).toEqual([]);
    const titles = panels.map(({ title }) => title);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  });

  test('has a unit for each number', () => {
    const units = panels.filter(({ type, fieldConfig }) => type !== 'logs' && !fieldConfig?.defaults.unit);
    expect(units.map(({ title }) => title)).toEqual([]);
  });

  test('takes data sources from variables', () => {
    const sources = panels.flatMap(({ datasource, targets = [] }) => [datasource, ...targets.map((t) => t.datasource)]);
    const allowed = ['datasource', 'loki'].filter((name) => variables.includes(name)).map((name) => `\${${name}}`);
    expect(sources.map((source) => source?.uid).filter((name) => !allowed.includes(name ?? ''))).toEqual([]);
  });

  test('names queries A, B, C…', () => {
    for (const { targets = [] } of panels) {
      expect(targets.length).toBeGreaterThan(0);
      expect(targets.map(({ refId }) => refId).join('')).toBe('ABCDEFGHIJ'.slice(0, targets.length));
    }
  });

  test('uses only variables that it has', () => {
    expect([...new Set(variablesIn(JSON.stringify(board)))].filter((name) => !variables.includes(name))).toEqual([]);
  });

  test('uses each variable that it has', () => {
    const text = JSON.stringify(board);
    expect(variables.filter((name) => !new RegExp(`\\$\\{?${name}\\b`).test(text))).toEqual([]);
  });

  test('matches variables of many values by =~', () => {
    const many = board.templating.list.filter(({ multi }) => multi).map(({ name }) => name);
    const exact = panels
      .flatMap(({ targets = [] }) => targets)
      .filter(({ expr }) => many.some((name) => expr.includes(`="$${name}"`) && !expr.includes(`=~"$${name}"`)));
    expect(exact).toEqual([]);
  });

  test('leads to dashboards that exist, with variables that those have', () => {
    const links = [...JSON.stringify(board).matchAll(/"url":"(\/d\/[^"\\]*(?:\\.[^"\\]*)*)"/g)].map(
      ([, url]) => url ?? '',
    );
    expect(links.length).toBeGreaterThan(1);
    for (const url of links) {
      const [path = '', query = ''] = url.split('?');
      const target = BOARDS.find((other) => other.uid === path.replace('/d/', ''));
      expect(target?.uid).toBeDefined();
      const names = [...query.matchAll(/var-(\w+)=|\$\{(\w+):queryparam\}/g)].map(([, set, kept]) => set ?? kept);
      const known = target?.templating.list.map(({ name }) => name) ?? [];
      expect(names.filter((name) => !known.includes(name ?? ''))).toEqual([]);
    }
  });

  test('cannot be edited in the browser, and has no id of its own', () => {
    expect(board).toMatchObject({ editable: false, id: null, schemaVersion: 42, timezone: 'browser' });
  });

  test('fits into a ConfigMap many times', () => expect(JSON.stringify(board).length).toBeLessThan(200_000));
});

test('dashboards come out the same each time', () => {
  const text = (): string => JSON.stringify(GrafanaDashboard.all().map(({ _json }) => _json));
  expect(text()).toBe(text());
});

test('single numbers of the whole platform are those of now, not the last that there were', () => {
  const ours = BOARDS.filter(({ uid }) => uid !== Uid.APPLICATION && uid !== Uid.LOGS);
  const stats = ours.flatMap(panelsOf).filter(({ type }) => type === 'stat');
  expect(stats.length).toBeGreaterThan(20);
  const old = stats.filter(({ targets = [] }) => targets.some((t) => !t.instant && !t.expr.endsWith(' or vector(0)')));
  expect(old.map(({ title }) => title)).toEqual([]);
});

test('uids and titles are unique', () => {
  expect(new Set(BOARDS.map(({ uid }) => uid)).size).toBe(BOARDS.length);
  expect(new Set(BOARDS.map(({ title }) => title)).size).toBe(BOARDS.length);
});

import { RowBuilder, type Panel, type RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelDraft } from './panel';

/** Panels with a headline. */
export interface Row {
  readonly title: string;
  readonly panels: readonly PanelDraft[];
  /** Whether it opens on demand only: its queries cost nothing until then. */
  readonly collapsed: boolean;
}

/** A row that is open from the start. */
export const row = (title: string, ...panels: PanelDraft[]): Row => ({ title, panels, collapsed: false });

/** A row for those who look closer. */
export const closedRow = (title: string, ...panels: PanelDraft[]): Row => ({ title, panels, collapsed: true });

const COLUMNS = 24;

/** Puts rows below each other, and their panels in lines from left to right. Numbers all of them from 1. */
export function layOut(rows: readonly Row[], interval: string): (Panel | RowPanel)[] {
  let id = 1;
  let y = 0;
  return rows.flatMap(({ title, panels, collapsed }) => {
    const head = new RowBuilder(title).id(id++).gridPos({ x: 0, y: y++, w: COLUMNS, h: 1 }).collapsed(collapsed);
    const drawn: Panel[] = [];
    let x = 0;
    let tallest = 0;
    for (const panel of panels) {
      if (x + panel.width > COLUMNS) [x, y, tallest] = [0, y + tallest, 0];
      drawn.push(panel.draw({ id: id++, x, y, interval }));
      x += panel.width;
      tallest = Math.max(tallest, panel.height);
    }
    const end = y + tallest;
    // The panels of a closed row lie under it, and do not push the next one down.
    y = collapsed ? (head.build().gridPos?.y ?? 0) + 1 : end;
    return collapsed ? [{ ...head.build(), collapsed: true, panels: drawn }] : [head.build(), ...drawn];
  });
}

import type { DrillDown } from './links';
import type { PanelQuery } from './query';
import type { Panel } from './sdk';
import type { Thresholds, Words } from './scale';

/** Where a panel goes, and what the whole dashboard decides. */
export interface PanelPlace {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  /** Least time between two points: the scrape interval. */
  readonly interval: string;
}

/** A panel before it has its place. Its size is that of Grafana's grid, which is 24 wide. */
export interface PanelDraft {
  readonly width: number;
  readonly height: number;
  readonly draw: (place: PanelPlace) => Panel;
}

/** What a panel is about. */
export interface PanelText {
  readonly title: string;
  /** What it shows, and what to do about it. */
  readonly about: string;
}

/** What most panels can be told. */
export interface PanelStyle {
  readonly width?: number;
  readonly height?: number;
  readonly thresholds?: Thresholds;
  readonly words?: Words;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** What stands there when there is nothing. */
  readonly empty?: string;
  /** Where a click leads. */
  readonly links?: readonly DrillDown[];
}

/** Whose text, unit and queries a panel shows. */
export interface PanelContent extends PanelText {
  readonly unit: string;
  readonly queries: readonly PanelQuery[];
}

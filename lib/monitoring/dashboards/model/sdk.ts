export type * as cog from '@grafana/grafana-foundation-sdk/cog';
export type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';

import type { ZeppelinProps } from '../../services/zeppelin/props';
import type { SparkPlatformComponent } from '../component';
import { ConnectComponent, type ConnectComponentProps } from './connect-component';
import { HistoryComponent, type HistoryComponentProps } from './history-component';
import { LivyComponent, type LivyComponentProps } from './livy-component';
import { MonitoringComponent, type MonitoringComponentProps } from './monitoring-component';
import { NotebooksComponent, type NotebooksComponentProps } from './notebooks-component';
import { ZeppelinComponent } from './zeppelin-component';

/** Parts of a platform: by `true` where there is a default for everything, or by what they need. */
export interface SparkPlatformComponents {
  /** Shows jobs that are over. @default false */
  readonly history?: boolean | HistoryComponentProps;
  /** Metrics, logs, alerts and dashboards of all of it. @default false */
  readonly monitoring?: boolean | MonitoringComponentProps;
  /** A Connect server for each tenant. @default false */
  readonly connect?: boolean | ConnectComponentProps;
  /** Livy, for batches and sessions over HTTP. @default - none */
  readonly livy?: LivyComponentProps;
  /** JupyterHub. @default - none */
  readonly notebooks?: NotebooksComponentProps;
  /** Zeppelin. @default - none */
  readonly zeppelin?: ZeppelinProps;
}

/** The parts that are wanted, those first that others look for. */
export function componentsOf(wanted: SparkPlatformComponents): SparkPlatformComponent[] {
  const { history = false, monitoring = false, connect = false, livy, notebooks, zeppelin } = wanted;
  return [
    ...(history === false ? [] : [new HistoryComponent(history === true ? {} : history)]),
    ...(monitoring === false ? [] : [new MonitoringComponent(monitoring === true ? {} : monitoring)]),
    ...(connect === false ? [] : [new ConnectComponent(connect === true ? {} : connect)]),
    ...(livy ? [new LivyComponent(livy)] : []),
    ...(notebooks ? [new NotebooksComponent(notebooks)] : []),
    ...(zeppelin ? [new ZeppelinComponent(zeppelin)] : []),
  ];
}

import { Label } from '../../core/labels';
import { instanceLabels, SparkLabel } from '../../spark/labels';
import { VERSIONS } from '../../versions';

/** The release this was written for. */
export const ZEPPELIN_IMAGE = VERSIONS.ZEPPELIN.images.server;
/** User of Zeppelin's images. */
export const ZEPPELIN_UID = 1000;

/** Ports. The launcher fixes those of interpreters. */
export const ZeppelinPort = {
  HTTP: 8080,
  RPC: 12320,
  INTERPRETER: 12321,
  DRIVER: 22321,
  BLOCK_MANAGER: 22322,
} as const;

/** Directories of server and interpreters. */
export const ZeppelinPath = {
  HOME: '/opt/zeppelin',
  /** The claim. */
  STATE: '/var/lib/zeppelin',
  /** Files of this package. */
  ETC: '/etc/zeppelin',
  /** Spark, in interpreters. */
  SPARK: '/spark',
} as const;

/** Label by which the Service of one interpreter finds its pod. */
export const INTERPRETER_POD_LABEL = 'zeppelin-interpreter';

/** Labels of the server's pod. */
export function serverLabels(name: string): { [key: string]: string } {
  return { ...labels(name), [Label.COMPONENT]: 'server' };
}

/** Labels of the pods of all interpreters. */
export function interpreterLabels(name: string): { [key: string]: string } {
  return { ...labels(name), [Label.COMPONENT]: 'interpreter' };
}

/** Labels of the pods that are Spark drivers. */
export function driverLabels(name: string): { [key: string]: string } {
  return { ...interpreterLabels(name), [SparkLabel.ROLE]: 'driver' };
}

/** Labels of the executors of all drivers. */
export function executorLabels(name: string): { [key: string]: string } {
  return { ...instanceLabels(name), [SparkLabel.ROLE]: 'executor' };
}

function labels(name: string): { [key: string]: string } {
  return { [Label.NAME]: 'zeppelin', [Label.INSTANCE]: name };
}

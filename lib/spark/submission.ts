import { k8s } from 'cdk8s-plus-27';
import { applyOverrides } from '../core/override';
import { restrictedPod } from '../kube/hardening';
import { commonProperties, podProperties } from './application-properties';
import { DRIVER_CONTAINER, driverPod, UNDISTURBED } from './driver-pod';
import { instanceLabels, SparkLabel } from './labels';
import * as parts from './pod-parts';
import type { ResolvedApplication } from './resolved-application';
import { STAGED_DIRECTORY } from './staged-file';

/**
 * What a submission in cluster mode is made of: properties, and one pod template for each role. Whoever submits (a
 * spark-submit in the cluster, an operator, Livy) gets the same two pods from them.
 *
 * @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#pod-template
 */
export function submissionProperties(app: ResolvedApplication): { [key: string]: string } {
  const { driver, _hadoopConfig: hadoop } = app;
  return Object.fromEntries(
    Object.entries({
      ...podProperties(
        driver,
        { ...driver.labels, ...instanceLabels(app.jobName) },
        { ...UNDISTURBED, ...driver.annotations },
      ),
      ...(hadoop !== undefined && { 'spark.kubernetes.hadoop.configMapName': hadoop }),
      ...commonProperties(app),
    }).map(([key, value]) => [key, STAGED_KEYS.includes(key) ? inImage(value) : value]),
  );
}

/** URI of the main file, for a driver that somebody else starts. */
export function submittedMain(app: ResolvedApplication): string {
  return inImage(app.application.main);
}

/** Lists of URIs that may name staged files. */
const STAGED_KEYS = ['spark.jars', 'spark.submit.pyFiles'];

/** A submitter would look for `file:` on its own disk; in both pods the file lies where the template mounts it. */
function inImage(uris: string): string {
  return uris.replaceAll(`file://${STAGED_DIRECTORY}/`, `local://${STAGED_DIRECTORY}/`);
}

/** A ConfigMap with the job's staged files, where it has any, as a volume of both pods. */
export function stagedVolumes(configMapName: string | undefined): parts.MountedVolume[] {
  if (configMapName === undefined) return [];
  const name = 'spark-staged-volume';
  return [
    {
      volume: { name, configMap: { name: configMapName, defaultMode: 0o644 } },
      mount: { name, mountPath: STAGED_DIRECTORY, readOnly: true },
    },
  ];
}

/**
 * The driver's pod template: what Spark has no property for, the user's overrides applied.
 *
 * @param more Volumes that the runner adds.
 */
export function driverTemplate(app: ResolvedApplication, more: readonly parts.MountedVolume[] = []): object {
  const { driver, image, priority } = app;
  const storage = parts.roleResources(driver);
  const volumes = [
    ...driver.volumes.map((volume) => ({
      volume: volume._volume(image.version.traits.claimAccessMode),
      mount: volume._mount,
    })),
    ...parts.writableDirectories(app),
    ...more,
  ];
  const template = k8s.KubePod.manifest({
    spec: {
      automountServiceAccountToken: true,
      enableServiceLinks: false,
      ...(priority !== undefined && { priorityClassName: priority.priorityClassName }),
      ...(driver.props.terminationGracePeriod !== undefined && {
        terminationGracePeriodSeconds: driver.props.terminationGracePeriod.toSeconds({ integral: false }),
      }),
      ...parts.placement(app, driver),
      securityContext: restrictedPod(image.uid),
      containers: [
        {
          name: DRIVER_CONTAINER,
          ...(driver.props.ephemeralStorage !== undefined && {
            resources: { requests: ephemeral(storage.requests), limits: ephemeral(storage.limits) },
          }),
          securityContext: parts.containerSecurity(app),
          ...(volumes.length > 0 && { volumeMounts: volumes.map(({ mount }) => mount) }),
        },
      ],
      ...(volumes.length > 0 && { volumes: volumes.map(({ volume }) => volume) }),
    },
  }) as object;
  return applyOverrides(template, driver.props.podOverrides ?? {});
}

function ephemeral(map: { [key: string]: k8s.Quantity } | undefined): { [key: string]: k8s.Quantity } {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => key === 'ephemeral-storage'));
}

/** What only a submission knows. The defaults stand in angle brackets in previews. */
export interface SubmittedDriver {
  readonly podName: string;
  readonly namespace?: string | undefined;
  /** ConfigMap with staged files, where there are any. */
  readonly stagedConfigMap?: string | undefined;
  /** Labels that the submitter adds. */
  readonly labels?: { readonly [key: string]: string };
}

/** The driver's pod as Spark will create it from our template and properties. */
export function submittedDriverPod(app: ResolvedApplication, identity: SubmittedDriver): object {
  const appId = 'spark-<application-id>';
  const confConfigMap = 'spark-drv-<id>-conf-map';
  const { metadata = {}, spec } = driverPod(app, {
    appId,
    lateProperties: {},
    confConfigMap,
    confFiles: ['spark.properties'],
    templateConfigMap: `${app.jobName}-<id>-driver-podspec-conf-map`,
    templateKey: 'podspec-configmap-key',
    stagedConfigMap: identity.stagedConfigMap,
  });
  const [container] = spec?.containers ?? [];
  const manifest = k8s.KubePod.manifest({
    metadata: {
      ...metadata,
      name: identity.podName,
      ...(identity.namespace !== undefined && { namespace: identity.namespace }),
      labels: { ...metadata.labels, ...identity.labels, [SparkLabel.APP_SELECTOR]: appId },
    },
    ...(spec && {
      spec: {
        ...spec,
        containers: container === undefined ? [] : [{ ...container, ...submittedCommand(app, container) }],
      },
    }),
  }) as object;
  return applyOverrides(manifest, app.driver.props.podOverrides ?? {});
}

/** Spark knows the names of the pod beforehand, so nothing is left to the container to find out. */
function submittedCommand(app: ResolvedApplication, container: k8s.Container): Partial<k8s.Container> {
  const own = ['POD_NAME', 'POD_NAMESPACE', 'POD_UID', 'OWNER_UID'];
  return {
    args: (container.args ?? []).map((arg) => (arg === app.application.main ? submittedMain(app) : arg)),
    env: (container.env ?? []).filter(({ name }) => !own.includes(name)),
  };
}

import type { Duration } from 'cdk8s';
import { mebibytes } from '../core/quantities';
import { checkDnsSubdomain, checkEnvNames, checkKeys, checkLabels } from '../core/names';
import type { Finding } from '../core/rules';
import { SparkLanguage } from './application';
import { RESERVED_LABELS } from './labels';
import { MIN_DRIVER_MIB, MIN_EXECUTOR_MIB } from './memory';
import { WRITABLE_DIRECTORIES } from './paths';
import type { ResolvedApplication } from './resolved-application';
import { SparkRoleName, type SparkRole } from './role';
import { SPARK_RULES } from './rules';
import { secretFindings } from './secret-findings';
import { templateFindings } from './template-findings';
import { SparkServiceAccount, type DriverRight } from './service-account';
import { volumeFindings } from './volumes';

/** Everything wrong with an application, whatever starts it. In declarative mode spark-submit checks nothing. */
export function applicationFindings(app: ResolvedApplication): Finding[] {
  const { version } = app.image;
  return [
    ...(/^[^\r\n]*\S[^\r\n]*$/.test(app.appName)
      ? []
      : [{ rule: SPARK_RULES.appName, at: 'appName', value: app.appName }]),
    ...app.application._findings(app.writableRootFilesystem ? [] : WRITABLE_DIRECTORIES),
    ...app.conf._findings(version),
    ...app._featureFindings,
    ...roleFindings(app, app.driver, MIN_DRIVER_MIB),
    ...roleFindings(app, app.executor, MIN_EXECUTOR_MIB),
    ...executorFindings(app),
    ...crossFindings(app),
    ...rightsFindings(app),
    ...priorityFindings(app),
  ];
}

/** A pod without a class has priority 0, unless the cluster has a default. */
function priorityFindings({ priority, executorPriority }: ResolvedApplication): Finding[] {
  const driver = priority === undefined ? 0 : priority.known?.value;
  const executor = executorPriority?.known?.value;
  if (driver === undefined || executor === undefined || executor <= driver) return [];
  const because = `its value is ${executor}, that of ${priority?.priorityClassName ?? 'a driver without a class'} ${driver}`;
  const value = executorPriority?.priorityClassName;
  return [{ rule: SPARK_RULES.executorAboveDriver, at: 'executorPriority', value, because }];
}

function roleFindings(app: ResolvedApplication, role: SparkRole, minimum: number): Finding[] {
  return [
    ...memoryFindings(app, role, minimum),
    ...cpuFindings(role),
    ...deviceFindings(app, role),
    ...metadataFindings(role),
    ...environmentFindings(role),
    ...secretFindings(role),
    ...javaFindings(role),
    ...volumeFindings(role.name, role.volumes),
    ...graceFindings(role),
  ];
}

function memoryFindings(app: ResolvedApplication, role: SparkRole, minimum: number): Finding[] {
  const { props, name } = role;
  const heap = mebibytes(role.memory);
  const sizes = Object.entries({
    memory: role.memory,
    memoryOverhead: props.memoryOverhead,
    minMemoryOverhead: props.minMemoryOverhead,
    pysparkMemory: props.pysparkMemory,
    offHeapMemory: props.offHeapMemory,
  });
  const findings = sizes.flatMap(([prop, size]): Finding[] => {
    if (size === undefined) return [];
    const mib = mebibytes(size);
    const at = `${name}.${prop}`;
    if (!Number.isInteger(mib)) return [{ rule: SPARK_RULES.memoryNotWhole, at, value: mib, because: 'in MiB' }];
    return mib > 0 || prop === 'memoryOverhead'
      ? []
      : [{ rule: SPARK_RULES.memoryNegative, at, value: mib, because: 'in MiB' }];
  });
  if (heap < minimum) {
    const driver = name === SparkRoleName.DRIVER;
    findings.push({
      rule: driver ? SPARK_RULES.driverMemoryTooSmall : SPARK_RULES.executorMemoryTooSmall,
      at: `${name}.memory`,
      value: `${heap} MiB`,
      because: `Spark reserves 300 MiB and wants 1.5 times that, 450 MiB, of usable heap${driver ? '; the JVM hides some of it' : ''}`,
    });
  }
  const factor = props.memoryOverheadFactor;
  if (factor !== undefined && !(factor >= 0 && Number.isFinite(factor))) {
    findings.push({ rule: SPARK_RULES.memoryFactor, at: `${name}.memoryOverheadFactor`, value: factor });
  }
  if (props.minMemoryOverhead !== undefined && !app.image.version.traits.minMemoryOverheadProperty) {
    findings.push({
      rule: SPARK_RULES.minOverheadVersion,
      at: `${name}.minMemoryOverhead`,
      value: `${mebibytes(props.minMemoryOverhead)} MiB`,
      because: `the image has Spark ${app.image.version.release}`,
    });
  }
  return findings;
}

function cpuFindings(role: SparkRole): Finding[] {
  const { props, name, cores, coreRequest } = role;
  const valid = (value: number): boolean => value >= 0.001 && Number.isFinite(value);
  const findings: Finding[] = [];
  if (!Number.isInteger(cores) || cores < 1)
    findings.push({ rule: SPARK_RULES.cores, at: `${name}.cores`, value: cores });
  for (const [prop, value] of Object.entries({ coreRequest: props.coreRequest, coreLimit: props.coreLimit })) {
    if (value !== undefined && !valid(value)) {
      findings.push({ rule: SPARK_RULES.coreRequest, at: `${name}.${prop}`, value });
    }
  }
  if (props.coreLimit !== undefined && props.coreLimit < coreRequest) {
    findings.push({
      rule: SPARK_RULES.coreLimitBelowRequest,
      at: `${name}.coreLimit`,
      value: props.coreLimit,
      because: `the request is ${coreRequest}`,
    });
  }
  for (const [index, device] of (props.devices ?? []).entries()) {
    const task = device.taskAmount ?? 1;
    if (
      !Number.isInteger(device.amount) ||
      device.amount < 1 ||
      !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(device.vendor) ||
      !/^[A-Za-z0-9][-A-Za-z0-9_.]*$/.test(device.name) ||
      !(task > 0)
    ) {
      findings.push({ rule: SPARK_RULES.device, at: `${name}.devices[${index}]`, value: { ...device } });
    }
  }
  return findings;
}

function deviceFindings(app: ResolvedApplication, role: SparkRole): Finding[] {
  const plugin = app.conf.get('spark.resources.discoveryPlugin') !== undefined;
  return (role.props.devices ?? []).flatMap(({ name, discoveryScript, taskAmount }, index) => {
    const at = `${role.name}.devices[${index}]`;
    return [
      ...(discoveryScript === undefined && !plugin ? [{ rule: SPARK_RULES.deviceDiscovery, at, value: name }] : []),
      ...(taskAmount !== undefined && role.name === SparkRoleName.DRIVER
        ? [{ rule: SPARK_RULES.deviceTaskAmount, at: `${at}.taskAmount`, value: taskAmount }]
        : []),
    ];
  });
}

function metadataFindings(role: SparkRole): Finding[] {
  const { name, labels, annotations } = role;
  return [
    ...Object.keys(labels)
      .filter((key) => RESERVED_LABELS.includes(key))
      .map((key) => ({ rule: SPARK_RULES.reservedLabel, at: `${name}.labels`, value: key })),
    ...checkLabels(`${name}.labels`, labels),
    ...checkKeys(`${name}.annotations`, annotations),
  ];
}

const RESERVED_ENV =
  /^(SPARK_(USER|APPLICATION_ID|CONF_DIR|LOCAL_DIRS|DRIVER_BIND_ADDRESS|DRIVER_URL|DRIVER_POD_IP|EXECUTOR_(CORES|MEMORY|ID|POD_IP|POD_NAME)|RESOURCE_PROFILE_ID|JAVA_OPT_\d+|CLASSPATH)|HADOOP_CONF_DIR|POD_(NAME|NAMESPACE|UID))$/;

function environmentFindings(role: SparkRole): Finding[] {
  const { name, env, secretEnv, secretFiles } = role;
  const names = [...Object.keys(env), ...Object.keys(secretEnv)];
  return [
    ...checkEnvNames(`${name}.env`, names),
    ...names
      .filter((variable) => RESERVED_ENV.test(variable))
      .map((value) => ({ rule: SPARK_RULES.reservedEnv, at: `${name}.env`, value })),
    ...Object.keys(env)
      .filter(
        (variable) =>
          /(^|_)(SECRET|PASSWORD|PASSWD|TOKEN|ACCESS_?KEY|CREDENTIALS?)(_|$)/i.test(variable) &&
          !/^(true|false|\d*)$/.test(env[variable] ?? '') &&
          !/_(FILE|PATH|DIR|URL|URI)$/i.test(variable),
      )
      .map((variable) => ({ rule: SPARK_RULES.secretInClear, at: `${name}.env["${variable}"]`, value: '(not shown)' })),
    ...Object.values(secretEnv).flatMap((source) => checkDnsSubdomain(`${name}.secretEnv`, source.secretName)),
    ...secretFiles.flatMap((files, index) => [
      ...checkDnsSubdomain(`${name}.secretFiles[${index}].secretName`, files.secretName),
      ...(files.path.startsWith('/')
        ? []
        : [{ rule: SPARK_RULES.volumePath, at: `${name}.secretFiles[${index}].path`, value: files.path }]),
    ]),
  ];
}

function javaFindings(role: SparkRole): Finding[] {
  const at = `${role.name}.javaOptions`;
  return role.javaOptions.flatMap((value) => [
    ...(/(^|\s)-Xm[xs]/.test(value) ? [{ rule: SPARK_RULES.heapInJavaOptions, at, value }] : []),
    ...(/(^|\s)-Dspark\./.test(value) ? [{ rule: SPARK_RULES.sparkPropertyInJavaOptions, at, value }] : []),
  ]);
}

function graceFindings(role: SparkRole): Finding[] {
  const grace = role.props.terminationGracePeriod;
  return grace === undefined ? [] : durationFindings(`${role.name}.terminationGracePeriod`, grace);
}

/** Findings for a duration that Kubernetes counts in whole seconds. */
export function durationFindings(at: string, duration: Duration): Finding[] {
  const seconds = duration.toMilliseconds({ integral: false }) / 1000;
  return Number.isInteger(seconds) && seconds > 0 ? [] : [{ rule: SPARK_RULES.deadline, at, value: `${seconds} s` }];
}

function executorFindings(app: ResolvedApplication): Finding[] {
  const { props } = app.executor;
  const findings: Finding[] = [];
  if (props.instances !== undefined && (!Number.isInteger(props.instances) || props.instances < 0)) {
    findings.push({ rule: SPARK_RULES.instances, at: 'executor.instances', value: props.instances });
  }
  if (props.instances !== undefined && app.property('spark.dynamicAllocation.enabled') !== undefined) {
    findings.push({ rule: SPARK_RULES.dynamicAllocationInstances, at: 'executor.instances', value: props.instances });
  }
  if (props.pysparkMemory !== undefined && app.application.language !== SparkLanguage.PYTHON) {
    findings.push({
      rule: SPARK_RULES.pysparkMemoryForPythonOnly,
      at: 'executor.pysparkMemory',
      value: `${mebibytes(props.pysparkMemory)} MiB`,
    });
  }
  const batch = props.allocationBatchSize;
  if (batch !== undefined && (!Number.isInteger(batch) || batch < 1)) {
    findings.push({ rule: SPARK_RULES.allocationBatch, at: 'executor.allocationBatchSize', value: batch });
  }
  const delay = props.allocationBatchDelay?.toMilliseconds();
  if (delay !== undefined && delay <= 100) {
    findings.push({ rule: SPARK_RULES.allocationDelay, at: 'executor.allocationBatchDelay', value: `${delay} ms` });
  }
  return [...findings, ...templateFindings(app.executor)];
}

function crossFindings(app: ResolvedApplication): Finding[] {
  const findings: Finding[] = [];
  const taskCpus = Number(app.conf.get('spark.task.cpus'));
  if (taskCpus > app.executor.cores) {
    findings.push({
      rule: SPARK_RULES.taskCpus,
      at: 'conf["spark.task.cpus"]',
      value: taskCpus,
      because: `executor.cores is ${app.executor.cores}`,
    });
  }
  const timeout = seconds(app.conf.get('spark.network.timeout') ?? '120s');
  const heartbeat = seconds(app.conf.get('spark.executor.heartbeatInterval') ?? '10s', 0.001);
  if (timeout !== undefined && heartbeat !== undefined && timeout <= heartbeat) {
    findings.push({
      rule: SPARK_RULES.networkTimeout,
      at: 'conf["spark.network.timeout"]',
      value: `${timeout} s`,
      because: `the heartbeat interval is ${heartbeat} s`,
    });
  }
  return findings;
}

const UNITS: { readonly [unit: string]: number } = { us: 1e-6, ms: 1e-3, s: 1, m: 60, min: 60, h: 3600, d: 86400 };

/** A Spark time in seconds; a bare number has the property's own unit. */
function seconds(text: string, bareUnit = 1): number | undefined {
  const match = /^(\d+)\s*([a-z]*)$/i.exec(text);
  if (match === null) return undefined;
  const unit = match[2] === '' ? bareUnit : UNITS[(match[2] as string).toLowerCase()];
  return unit === undefined ? undefined : Number(match[1]) * unit;
}

/** Without these rights the driver would be refused again and again, and no executor would ever start. */
function rightsFindings(app: ResolvedApplication): Finding[] {
  const { serviceAccount, conf, executor } = app;
  if (!(serviceAccount instanceof SparkServiceAccount)) return [];
  const keys = Object.keys(conf.toMap());
  const needs: [DriverRight, string, string | undefined][] = [
    ['persistentVolumeClaims', 'executor.volumes', executor.volumes.find((volume) => volume._isClaimOnDemand)?.name],
    ['setAllocator', 'conf', keys.find((key) => key === ALLOCATOR && conf.get(key) !== 'direct')],
    ['executorResize', 'conf', keys.find((key) => /^spark\.kubernetes\.executor\.(pvc\.)?resize/.test(key))],
  ];
  return needs.flatMap(([right, at, value]) =>
    value === undefined || serviceAccount._grants(right)
      ? []
      : [{ rule: SPARK_RULES.missingRights, at, value, fix: `set ${right} on the tenant or service account` }],
  );
}

const ALLOCATOR = 'spark.kubernetes.allocation.pods.allocator';

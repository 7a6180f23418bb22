import { checkDnsLabel, checkDnsSubdomain, checkKeys } from '../../core/names';
import type { Finding } from '../../core/rules';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { sizeFindings } from '../spark-server/findings';
import { isPort, networkFindings } from '../../kube/server-network';
import { SERVER_RULES } from '../spark-server/rules';
import { PostgresTls, type HiveMetastoreProps, type MetastoreDatabase } from './props';
import { METASTORE_RULES } from './rules';

/** Everything wrong with a metastore. */
export function metastoreFindings(name: string, app: ResolvedApplication, props: HiveMetastoreProps): Finding[] {
  const { image, warehouse, replicas = 1, uid = 1, network = {}, store, database } = props;
  const { port = 5432 } = database;
  const inStore = store === undefined || warehouse.startsWith(`${store.root}/`);
  return [
    ...checkDnsLabel('name', name),
    ...(/^[^\s:@]+(:\d+\/[^\s:@]+)?(:[\w][\w.-]*|@sha256:[0-9a-f]{64})$/.test(image) && !image.endsWith(':latest')
      ? []
      : [{ rule: METASTORE_RULES.image, at: 'image', value: image }]),
    ...versionFindings(props),
    ...databaseFindings(database),
    ...(/^[a-z][a-z0-9+.-]*:\/\/?[^\s]+$/.test(warehouse) && inStore
      ? []
      : [
          {
            rule: METASTORE_RULES.warehouse,
            at: 'warehouse',
            value: warehouse,
            ...(!inStore && { because: `the store is ${store.root}` }),
          },
        ]),
    ...app._featureFindings,
    ...(Number.isInteger(replicas) && replicas >= 0
      ? []
      : [{ rule: SERVER_RULES.replicas, at: 'replicas', value: replicas }]),
    ...(Number.isInteger(uid) && uid > 0 ? [] : [{ rule: METASTORE_RULES.uid, at: 'uid', value: uid }]),
    ...sizeFindings(props.cores, { memory: props.memory }),
    ...checkKeys('accountAnnotations', props.accountAnnotations ?? {}),
    ...(props.imagePullSecrets ?? []).flatMap((secret, i) => checkDnsSubdomain(`imagePullSecrets[${i}]`, secret)),
    ...networkFindings(network),
    ...((network.egress ?? []).some(({ ports }) => ports.includes(port))
      ? []
      : [{ rule: METASTORE_RULES.databaseUnreachable, at: 'network.egress', value: port }]),
  ];
}

function versionFindings({ hiveVersion, clientJars }: HiveMetastoreProps): Finding[] {
  const major = Number(/^([234])\.\d+\.\d+$/.exec(hiveVersion)?.[1] ?? 0);
  return [
    ...(major === 0 ? [{ rule: METASTORE_RULES.hiveVersion, at: 'hiveVersion', value: hiveVersion }] : []),
    ...(major === 4 && clientJars === undefined
      ? [{ rule: METASTORE_RULES.clientJars, at: 'hiveVersion', value: hiveVersion }]
      : []),
    ...(clientJars === undefined || /^(\/[^/\s*]+)+$/.test(clientJars)
      ? []
      : [{ rule: METASTORE_RULES.clientPath, at: 'clientJars', value: clientJars }]),
  ];
}

function databaseFindings(database: MetastoreDatabase): Finding[] {
  const { host, port = 5432, name, user, password, tls, rootCertificate } = database;
  const checks = tls === PostgresTls.VERIFY_CA || tls === PostgresTls.VERIFY_FULL;
  const texts = Object.entries({ host, name, user }).filter(([, text]) => !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(text));
  return [
    ...texts.map(([prop, value]) => ({ rule: METASTORE_RULES.database, at: `database.${prop}`, value })),
    ...(isPort(port) ? [] : [{ rule: METASTORE_RULES.database, at: 'database.port', value: port }]),
    ...(checks && rootCertificate === undefined
      ? [{ rule: METASTORE_RULES.rootCertificate, at: 'database.tls', value: tls }]
      : []),
    ...Object.entries({ password, rootCertificate }).flatMap(([prop, source]) =>
      source === undefined || /^[-._a-zA-Z0-9]+$/.test(source.key)
        ? []
        : [{ rule: METASTORE_RULES.secretKey, at: `database.${prop}`, value: source.key }],
    ),
  ];
}

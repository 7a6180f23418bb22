import type { Finding } from '../../core/rules';
import { ThriftTransport, type SparkThriftServerProps } from './props';
import { THRIFT_RULES } from './rules';

/** Findings for what a Thrift server has beside other drivers. */
export function thriftFindings(props: SparkThriftServerProps): Finding[] {
  const { authentication, tls, transport, features = [], metastore, network } = props;
  const keys = tls === undefined ? [] : Object.entries({ keyStore: tls.keyStore, password: tls.password });
  return [
    ...authentication._findings,
    ...(authentication._kerberos && transport === ThriftTransport.HTTP
      ? [{ rule: THRIFT_RULES.kerberosHttp, at: 'transport', value: transport }]
      : []),
    ...(metastore !== undefined && features.some(({ featureName }) => featureName === 'HiveCatalog')
      ? [{ rule: THRIFT_RULES.catalogTwice, at: 'metastore', value: metastore.metastoreUris }]
      : []),
    ...keys
      .filter(([, { key }]) => !/^[-._a-zA-Z0-9]+$/.test(key))
      .map(([prop, { key }]) => ({ rule: THRIFT_RULES.secretKey, at: `tls.${prop}`, value: key })),
    ...(authentication._believesEverybody
      ? (network?.clients ?? []).flatMap(({ cidr }, i) =>
          cidr?.endsWith('/0') === true
            ? [{ rule: THRIFT_RULES.openToAll, at: `network.clients[${i}].cidr`, value: cidr }]
            : [],
        )
      : []),
  ];
}

/** Findings that leave the server as it was meant. */
export function thriftWarnings({ authentication, tls, metastore, features = [] }: SparkThriftServerProps): Finding[] {
  const hasCatalog = metastore !== undefined || features.some(({ featureName }) => featureName === 'HiveCatalog');
  return [
    ...(authentication._sendsPasswords && tls === undefined
      ? [{ rule: THRIFT_RULES.clearPasswords, at: 'tls', value: undefined, because: `mode ${authentication.mode}` }]
      : []),
    ...(hasCatalog ? [] : [{ rule: THRIFT_RULES.catalogLost, at: 'metastore', value: undefined }]),
  ];
}

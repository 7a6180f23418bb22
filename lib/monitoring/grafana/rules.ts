import { rules } from '../../core/rules';

/** Mistakes about Grafana. */
export const GRAFANA_RULES = rules('grafana', {
  replicas: [
    'a database in a file belongs to one pod, so that there is one, or none to stop it',
    'use GrafanaDatabase.postgres(…) for several pods, or replicas: 1',
  ],
  alertingReplicas: [
    "each pod would send every alert of Grafana's own alerting, since they are not told of each other",
    'leave alerting to Prometheus and Alertmanager, or use one pod',
  ],
  claim: ['a claim is either made, with a size of whole MiB, or exists, with a name', 'give size or claimName'],
  database: ['a database has a host name and a port from 1 to 65535', 'write it like postgres.data.svc and 5432'],
  rootCertificate: [
    'a certificate that is to be checked needs the one of its authority',
    'give rootCertificate, or use GrafanaPostgresTls.REQUIRE',
  ],
  sameSecret: [
    'the key that encrypts credentials in the database and the password of the administrator are different secrets',
    'use two keys of a Secret',
  ],
  sourceUid: [
    'the uid of a data source has at most 40 letters, digits, "_" and "-": dashboards name it',
    'shorten it, or leave uid out',
  ],
  sourceTwice: [
    'two data sources have one uid or one name, and Grafana would not start',
    'give one of them another uid and name',
  ],
  defaultTwice: ['only one data source can be the default', 'set isDefault: false on the others'],
  sourceUrl: ['a data source has an http or https address without user and password', 'correct the address'],
  dashboardLarge: [
    'kubectl apply writes an object once more into an annotation of at most 256 KiB',
    'apply with --server-side, or split the dashboard',
  ],
  dashboardSource: [
    'a panel asks a data source that this Grafana does not have',
    'add the data source, or leave out the dashboard',
  ],
  folder: ['two folders differ only in case or signs, which paths do not have', 'use one spelling'],
  home: ['the first page is one of the dashboards', 'add the dashboard, or name the uid of another'],
  proxyTrust: [
    'whoever reaches Grafana could say who they are in the header, unless only the proxy is believed',
    'name the addresses of the proxy in trustedCidrs, as narrow as they are',
  ],
  header: ['the name of a header has letters, digits and "-"', 'use a name such as X-Forwarded-Email'],
  plainHttp: [
    'people sign on over plain HTTP, and whoever listens has their session',
    'serve the address over https: leave insecureHttp out',
  ],
  providerUrl: ['addresses of the provider are https, without user and query', 'copy them from its discovery document'],
  clientId: ['an application that is registered with the provider has an id', 'give clientId'],
  tenant: ["a tenant is its directory's GUID", 'copy the Directory (tenant) ID'],
  group: [
    'names of groups stand in a list separated by commas and spaces, in quotes',
    'name groups without commas, spaces, colons and quotes: object ids with Entra ID',
  ],
  noWayOut: [
    'the network policy of Grafana lets it reach nothing at this port',
    'name the other side with this port in network.egress',
  ],
  twoIdentities: [
    'a pod has one workload identity, and two are asked for',
    'use one client id for sign-on and data sources',
  ],
  settingName: ['a setting is named by section and key', 'write it like users.default_theme'],
  settingOwned: ['this setting follows from a property', 'use the property'],
  settingSecret: ['a setting stands in a ConfigMap that many may read, and this one is a secret', 'leave it out'],
  settingText: ['a setting is one line without backquotes', 'shorten it'],
  cores: ['cores are a number above 0, to a thousandth', 'use a number such as 0.2'],
  memory: [
    'Grafana needs 128 MiB and more, in whole MiB, and its limit is no less than what it asks for',
    'use Size.mebibytes(256) or the like',
  ],
  anonymousReason: ['that everybody may look has a reason, for those who find it later', 'write a sentence'],
  url: ['the address of a Grafana starts with http:// or https://', 'write what people type'],
});

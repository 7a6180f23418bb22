import { rules } from '../../core/rules';

/** Mistakes about the installation of Livy. */
export const LIVY_SERVER_RULES = rules('livy-server', {
  sparkLine: [
    'Livy 0.9 is made for Spark 3.5: it only warns from 3.6 on, and from 4.0 on has no interpreter for Scala 2.13 and fails to look for the jars of Hive',
    'use an image with Spark 3.5, and SparkConnectServer for newer ones',
  ],
  jobImageLine: [
    'Livy submits with its own Spark, and its sessions bring jars for it: drivers need the same line',
    'use jobs.image with the line of image',
  ],
  keyUnknown: ['Livy 0.9 does not read this key', 'see the table of keys in docs/livy-server.md'],
  keyOwned: ['this key follows from a prop of the server', 'set the prop, and leave the key out'],
  keyRefused: ['this key of Livy has no place here', 'leave it out'],
  keyValue: ['the value does not fit the key', 'write it as Livy reads it'],
  noAuthentication: [
    'whoever reaches port 8998 runs code with the accounts of all job namespaces, and this caller would not be asked who he is',
    'use LivyAuthentication.ldap() or kerberos(), or say insecureNone(reason)',
  ],
  publicWithoutAuthentication: [
    'an address for people leads to a server that asks nobody who he is, and whoever finds it runs code',
    'use LivyAuthentication.gateway() where the way in asks, or ldap() or kerberos()',
  ],
  noWayIn: [
    'the gateway is to ask who is there, and the server has no address on one',
    'set ui, or use another authentication',
  ],
  reason: ['an installation without authentication says why, for those who find it later', 'write a sentence'],
  ldapUrl: [
    'the address of a directory is ldaps://host, or ldap://host with startTls: passwords would be readable otherwise',
    'write it like ldaps://ldap.example.com:636',
  ],
  ldapStartTls: ['StartTLS turns a plain connection into a safe one, and ldaps is one already', 'leave out startTls'],
  ldapNames: ['users of a directory are found by baseDn or by domain', 'set one of the two'],
  principal: [
    'the principal of a web server begins with HTTP/, and names its host and realm',
    'write it like HTTP/livy.example.com@EXAMPLE.COM',
  ],
  launchPrincipal: ['a principal is name@REALM or name/host@REALM', 'write it like livy/livy.example.com@EXAMPLE.COM'],
  filterName: [
    'a filter has a name of letters and digits, that is not ldap or kerberos, and a class',
    'use a name such as oidc and the full name of the class',
  ],
  filterSecret: [
    'parameters of a filter stand readable in livy.conf',
    'let the class read a file, and leave the parameter out',
  ],
  tlsBehindGateway: [
    'the gateways of this package talk http to their backends, and the server would answer https',
    'leave out tls, or ui',
  ],
  userless: [
    'without authentication of its own Livy knows no users: this would be skipped, or be for everybody',
    'use LivyAuthentication.ldap() or kerberos(), or leave it out',
  ],
  userName: ['users stand in a list separated by commas', 'give one name in each element'],
  jobNamespaceUnknown: [
    'rights and openings of the server stand in the namespace of the jobs, and none is known of this account',
    'use an account with a namespace',
  ],
  jobNamespaceTwice: ['each namespace of jobs is added once', 'remove one of the two'],
  containerWithoutLimits: [
    'Livy fails over a container without requests and limits at each look, and the batch stays in starting for ever',
    'give every container of the pod requests and limits, sidecars too',
  ],
  livyLabel: ['Livy finds its pods by this label, and sets it itself', 'leave it out'],
  deniedProperty: [
    'the list of refused properties knows exact keys only',
    'write the whole key; for a family of keys use an admission policy',
  ],
  protectedLogger: [
    'at this level the logger writes tokens or the settings of requests into the log',
    'leave its level as it is',
  ],
  loggerLevel: ['a logger has a name without blanks, and a level from TRACE to OFF', 'use WARN or the like'],
  count: ['a number here is a whole number of 1 or more', 'use a number such as 10'],
  pollInterval: [
    'drivers are looked at every 1 to 60 seconds: each look lists the drivers of the whole cluster',
    'use Duration.seconds(5) or the like',
  ],
  stateSize: ['the claim for the state has a whole number of MiB of 1 or more', 'use Size.gibibytes(1) or the like'],
  cleanup: [
    'ended drivers are kept for whole hours of 1 or more, and longer than Livy remembers them',
    'use Duration.hours(24) or the like, and a longer one than retain',
  ],
  linkUrl: [
    'links begin with an address of http or https, without a slash at the end',
    'write it like https://spark.example.com/history',
  ],
  sessionTimes: [
    'a session lives for whole seconds of 1 or more, and at least as long as it may be idle',
    'use Duration.hours(8) or the like, and a shorter idleTimeout',
  ],
});

import { rules } from '../core/rules';

/** Mistakes in routes, and between a route and the gateway that it is added to. */
export const ROUTE_RULES = rules('ingress', {
  host: [
    'a route has a host: a DNS name of at least two parts, in lower case, without scheme, port or path',
    'write it like history.spark.example.com',
  ],
  externalUrl: [
    'an address that somebody else serves has a scheme, http or https, a host and perhaps a path, and nothing else',
    'write it like https://spark.example.com/past',
  ],
  externalClients: [
    'the network policy lets in those who bring people that signed on: pods of a namespace, pods with labels, or a range ' +
      'that is not everybody',
    'name the pods of your ingress controller, such as { namespace: "ingress" }',
  ],
  wildcardHost: [
    'a route belongs to one host; under a wildcard every name of the domain would reach the same interface',
    'name the host, and use one wildcard certificate if you want a single one',
  ],
  prefix: [
    'a prefix starts with "/", does not end with it, and has segments of letters, digits, ".", "_", "~" and "-"',
    'write it like /past, or leave it out for the whole host',
  ],
  reservedPrefix: ['the prefix /oauth2 of every host with a sign-on belongs to the sign-on', 'choose another prefix'],
  sparkPrefix: [
    "Spark's interfaces take a path element called proxy or history for one of their own and build wrong links",
    'choose another prefix',
  ],
  twoOwners: [
    'two interfaces have the same host and prefix; only one of them would be served',
    'give one of them another host or prefix',
  ],
  backendPort: ['a port is a whole number from 1 to 65535', 'use the port of the Service'],
  sparkPort: [
    'this port takes work or blocks of data from whoever reaches it, and a browser has no use for it',
    'route the web interface instead; programs reach this port inside the cluster',
  ],
  grpcPrefix: ['gRPC names its methods by paths, so that it cannot live below a prefix', 'give it a host of its own'],
  grpcTls: ['gRPC is HTTP/2, which gateways speak over TLS alone', 'leave insecureHttp out'],
  grpcSignOn: [
    'a sign-on shows pages, and programs that speak gRPC have no use for them',
    'let the backend ask for a token, and say UiSignOn.backend()',
  ],
  stripBase: [
    'a backend that answers below a base path gets requests without it when the prefix is stripped',
    'keep the prefix, or take the base path out of the backend',
  ],
  keepBase: [
    'a prefix that is kept must be the base path that the backend answers below',
    'set both to the same path, or strip the prefix',
  ],
  noTls: [
    'the gateway has no certificates, so passwords and cookies of the route would travel in the open',
    'give the gateway tls, or say insecureHttp on the route',
  ],
  noSignOn: [
    'the route asks for a sign-on and its gateway has none',
    'give the gateway signOn, or say on the route who else asks: UiSignOn.backend() or UiSignOn.insecurePublic(reason)',
  ],
  codeWithoutSignOn: [
    'a backend that executes code for its users is never reachable without a sign-on',
    'remove insecurePublic',
  ],
  publicReason: ['a route without a sign-on says why, for those who find it later', 'write a sentence'],
  bodySize: ['the largest body is a whole number of MiB from 1', 'use Size.mebibytes(64) or the like'],
  timeout: ['a timeout is between a second and a day', 'use Duration.hours(1) or the like'],
  snippet: [
    'a snippet is text of the configuration of nginx; whoever writes one can read every secret of the controller',
    'say it with a property, or configure the backend',
  ],
  routeTlsNamespace: [
    'this controller wants the certificate in the namespace of the backend, and a Secret cannot be seen from another one',
    'use certificates that are made per host, or put the backend into the namespace of the Secret',
  ],
  unwatched: [
    'the controller watches named namespaces, and the backend is in none of them',
    'add the namespace to those that the controller watches',
  ],
  gatewayStrip: [
    'with a sign-on in front of the backend, the Gateway API cannot take the prefix away: it is gone before the sign-on ' +
      'sends its users back, or it is still there at the backend',
    'give the interface a host of its own, or let the backend answer below the prefix',
  ],
  gatewayBody: [
    'the Gateway API has no word for the largest body',
    'leave it out here and set it by a policy of the controller',
  ],
  gatewayListeners: [
    'a Gateway has at most 64 listeners: one for each host, and one for plain HTTP',
    'use a second Gateway',
  ],
});

/** Mistakes in installing or naming a controller. */
export const CONTROLLER_RULES = rules('ingress', {
  installNamespace: [
    'a controller has a namespace of its own: what else runs there would share its secrets',
    'choose another namespace',
  ],
  replicas: ['a server has a whole number of pods from 1', 'use 2 or more where people wait for it'],
  daemonSetReplicas: ['a DaemonSet has one pod on each node', 'leave replicas out, or use a Deployment'],
  serverResources: [
    'a server has some CPU to a thousandth of a core, and memory of whole MiB from 64',
    'use { cpu: 0.5, memory: Size.mebibytes(512) } or the like',
  ],
  setting: ['the ConfigMap of the controller has no such key', 'look the key up in docs/ingress.md'],
  networkPeer: [
    'a range of addresses is a CIDR, and a port a number from 1 to 65535',
    'write it like 10.0.0.0/8 and 443',
  ],
  loadBalancerSource: ['a load balancer is limited to ranges of addresses', 'write them like 192.0.2.0/24'],
});

/** Mistakes around certificates. */
export const TLS_RULES = rules('ingress', {
  issuerNamespace: [
    'an Issuer signs for its own namespace alone, and nobody of this name is known where the certificate is made',
    'use a ClusterIssuer, or make the Issuer there',
  ],
  acmeEmail: ['the authority writes to an address when certificates are about to end', 'write a mail address'],
  acmeSolvers: ['somebody must prove that the name is yours', 'add at least one solver'],
  acmeHttp01: [
    "the proof over HTTP makes a second Ingress for the host, which F5's controller refuses as a collision",
    'prove it over DNS',
  ],
  wildcardHttp01: ['a wildcard is proven over DNS alone', 'use a solver over DNS'],
  wildcardDomain: [
    'a wildcard certificate covers the names right under its domain',
    'give the host another certificate, or a name right under the domain',
  ],
  renewal: ['a certificate is renewed before it ends', 'let renewBefore be shorter than duration'],
});

/** Mistakes around signing on. */
export const SIGN_ON_RULES = rules('ingress', {
  signOnAnyone: [
    'nobody is named who may enter, and everybody with an account at the provider could',
    'name groups, addresses or domains of addresses, or tenants of your own',
  ],
  signOnGroup: ['a group has a name', 'remove the empty entry'],
  signOnEmail: ['an address has one "@", and a domain of addresses none', 'write ada@example.com, or example.com'],
  issuerUrl: ['an issuer is an https URL without query or fragment', 'write it as the provider publishes it'],
  tenant: ['a tenant of Entra is a GUID; common, organizations and consumers let strangers in', 'use the tenant id'],
  githubScope: ['an organisation of GitHub, one of its teams or users must be named', 'set org, teams or users'],
  cookieName: ['a cookie has a name of letters, digits, "_" and "-"', 'use a name such as _spark_sign_on'],
  cookieTimes: [
    'a session is refreshed before it ends, and both take at least a minute',
    'let cookieRefresh be shorter than cookieExpire',
  ],
  refreshLost: [
    "F5's controller asks about a request and drops the new cookie of a session that is refreshed",
    'keep sessions in Redis, where the cookie stays the same, or leave refresh out',
  ],
  cookieDomain: [
    'a cookie belongs to a domain that its hosts are under; another one is thrown away by the browser',
    'use the domain that all hosts share',
  ],
  redisUrl: [
    'a session store is redis://host[:port] or rediss://host[:port], without a password',
    'write the password as a SecretSource',
  ],
  trustedProxy: ['who may tell addresses of clients is a CIDR', 'write it like 10.244.0.0/16'],
  oauthKey: ['oauth2-proxy has no such setting, and would not start', 'look it up in docs/sign-on.md'],
  oauthKeyOwned: ['this package writes the setting itself', 'use the property that stands for it'],
  oauthKeySecret: ['a secret does not stand in YAML', 'use the property that takes a SecretSource'],
  oauthKeyUnsafe: [
    'the setting takes the lock off the door',
    'route what needs no sign-on by UiSignOn.insecurePublic(reason)',
  ],
  signOnUnused: ['no gateway uses the sign-on, so that nobody is asked', 'give it to a gateway, or remove it'],
  entraCookie: [
    "Entra's tokens are larger than a browser and nginx like in a cookie",
    'keep sessions in Redis: OAuth2Sessions.redis(…)',
  ],
  retired: [
    'ingress-nginx is retired and gets no security fixes: holes of nginx stay open in it',
    'move to NginxIngress or GatewayApi',
  ],
  proxyTrust: [
    'without trusted proxies oauth2-proxy believes what anybody says of addresses; only network policies keep others away',
    'name the range of the pods of the controller in trustedProxies',
  ],
});

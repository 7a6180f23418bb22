import { at, type Manifest } from './manifest';

/** The image of `images/nginx.sh`. */
export const NGINX_IMAGE = 'localhost/nginx:latest';
/** Port of nginx in its pod: no user but root may have 80. */
export const NGINX_PORT = 8080;

interface Subroute {
  readonly path: string;
  readonly action: {
    readonly proxy: {
      readonly rewritePath?: string;
      readonly requestHeaders: { readonly set: readonly { readonly name: string; readonly value: string }[] };
    };
  };
}

/**
 * VirtualServerRoutes as locations of a plain nginx, in the words of the templates of F5's controller 5.5: a prefix that is
 * taken away is the path of proxy_pass, and headers with an empty value are left out by nginx itself.
 */
export function nginxConf(routes: readonly Manifest[]): string {
  const hosts = [...new Set(routes.map((route) => at<string>(route, 'spec.host') ?? ''))];
  const upstreams = routes.map((route, i) => {
    const [upstream] = at<{ service: string; port: number }[]>(route, 'spec.upstreams') ?? [];
    return `  upstream ui${i} { server ${upstream?.service}.${route.metadata.namespace}.svc.cluster.local:${upstream?.port}; }`;
  });
  const servers = hosts.map((host) => {
    const own = routes.flatMap((route, i) => (at<string>(route, 'spec.host') === host ? [locations(route, i)] : []));
    return `  server {\n    listen ${NGINX_PORT};\n    server_name ${host};\n${own.join('\n')}\n    location / { return 404; }\n  }`;
  });
  return `pid /tmp/nginx.pid;
error_log stderr warn;
events {}
http {
  log_format short '$host $status $request_uri';
  access_log /dev/stdout short;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  absolute_redirect off;
${upstreams.join('\n')}
${servers.join('\n')}
}
`;
}

function locations(route: Manifest, i: number): string {
  const subroutes = at<Subroute[]>(route, 'spec.subroutes') ?? [];
  return subroutes
    .map(({ path, action: { proxy } }) => {
      const headers = proxy.requestHeaders.set.map(({ name, value }) => `      proxy_set_header ${name} "${value}";`);
      return `    location ${path} {
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host "$host";
      proxy_set_header X-Forwarded-Host "$host";
      proxy_set_header X-Forwarded-Proto "$scheme";
${headers.join('\n')}
      proxy_pass http://ui${i}${proxy.rewritePath ?? ''};
    }`;
    })
    .join('\n');
}

/** A pod of nginx with this configuration, and the labels of a controller. */
export function nginxPod(namespace: string, labels: { readonly [key: string]: string }, conf: string): Manifest[] {
  const metadata = { name: 'nginx', namespace };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'nginx.conf': conf } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, labels: { ...labels } },
      spec: {
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 0,
        securityContext: { runAsNonRoot: true, runAsUser: 101, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'nginx',
            image: NGINX_IMAGE,
            imagePullPolicy: 'IfNotPresent',
            command: ['/usr/sbin/nginx', '-c', '/etc/nginx-test/nginx.conf', '-g', 'daemon off;'],
            readinessProbe: { tcpSocket: { port: NGINX_PORT }, periodSeconds: 1 },
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
            volumeMounts: [{ name: 'conf', mountPath: '/etc/nginx-test' }],
          },
        ],
        volumes: [{ name: 'conf', configMap: { name: 'nginx' } }],
      },
    },
  ];
}

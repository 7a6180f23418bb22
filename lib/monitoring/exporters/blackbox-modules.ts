import { Yaml, type Duration } from 'cdk8s';
import { ProbeModule } from '../../kube/observation';

const TWO_HUNDREDS = [200, 201, 202, 203, 204, 205, 206];
/** It asks for a login, in the answer or by a page of its own: it is up. */
const LOGINS = [301, 302, 303, 307, 308, 401, 403];

/** Ways of asking, as the exporter reads them. */
export function blackboxModules(timeout: Duration): string {
  const limits = { timeout: `${timeout.toMilliseconds({ integral: false })}ms` };
  // Where there are both, a cluster's Services have the other one, too.
  const ip = { preferred_ip_protocol: 'ip4' };
  return Yaml.stringify({
    modules: {
      [ProbeModule.HTTP_2XX]: { prober: 'http', ...limits, http: { ...ip, method: 'GET' } },
      [ProbeModule.HTTP_UP]: {
        prober: 'http',
        ...limits,
        // The page of a login may be outside of the cluster, where the prober has no way to.
        http: { ...ip, method: 'GET', follow_redirects: false, valid_status_codes: [...TWO_HUNDREDS, ...LOGINS] },
      },
      [ProbeModule.TCP_CONNECT]: { prober: 'tcp', ...limits, tcp: { ...ip } },
    },
  });
}

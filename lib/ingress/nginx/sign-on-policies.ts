import { Construct } from 'constructs';
import type { NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import type { OAuth2Proxy } from '../sign-on/oauth2-proxy';
import { SIGN_ON_PREFIX } from '../sign-on/settings';

/** Where the policies are, and of which controller. */
export interface SignOnPoliciesSpec {
  readonly namespace: string;
  readonly className: string;
  readonly controller: NetworkPeer;
}

/**
 * Has nginx ask oauth2-proxy about each request, by policies of the kind `externalAuth`. With a sign-in address nginx
 * serves `/oauth2` of the host itself and sends there who is not signed on; without one it answers 401.
 *
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/policy-resource/#externalauth
 */
export class SignOnPolicies extends Construct {
  /** For people, and for programs. */
  public readonly names = { required: 'sign-on', api: 'sign-on-api' } as const;

  public constructor(
    scope: Construct,
    id: string,
    private readonly spec: SignOnPoliciesSpec,
    signOn: OAuth2Proxy,
  ) {
    super(scope, id);
    const { serviceName } = signOn._beside(spec.controller, true);
    const question = {
      authURI: `${SIGN_ON_PREFIX}/auth`,
      authServiceName: `${signOn.namespaceName}/${serviceName}`,
      authServicePorts: [signOn._port],
    };
    this.policy('People', this.names.required, {
      ...question,
      authSigninURI: `${SIGN_ON_PREFIX}/start`,
      authSigninRedirectBasePath: SIGN_ON_PREFIX,
    });
    this.policy('Programs', this.names.api, question);
  }

  private policy(id: string, name: string, externalAuth: object): void {
    const { namespace, className } = this.spec;
    new KubeObject(this, id, {
      apiVersion: 'k8s.nginx.org/v1',
      kind: 'Policy',
      metadata: { name, namespace },
      spec: { ingressClassName: className, externalAuth },
    });
  }
}

import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Finding } from '../core/rules';
import { groupOf } from '../kube/scopes';
import type { IUiGateway } from '../ingress/gateway';
import { policyFindings } from '../policy/exemptions';
import { HousePolicy } from '../policy/house-policy';
import { ROUTE_READERS } from '../policy/routes';

/** Findings for every way in from outside, whoever made it, where nobody asks for a sign-on. */
export function openDoors(root: IConstruct, gateway: IUiGateway | undefined): Finding[] {
  const policy = HousePolicy.signOnForPublicRoutes({
    services: gateway?.signOnServices ?? [],
    filters: gateway?.signOnFilters ?? [],
  });
  return root.node
    .findAll()
    .filter((object): object is ApiObject => object instanceof ApiObject)
    .filter(({ apiVersion, kind }) => ROUTE_READERS[`${groupOf(apiVersion)}/${kind}`] !== undefined)
    .flatMap((object) => policyFindings([policy], object.toJson() as { [key: string]: unknown }));
}

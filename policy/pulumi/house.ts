import type { PolicyConfigSchema, ResourceValidationArgs, ResourceValidationPolicy } from '@pulumi/policy';
import { HousePolicy } from '../../lib/policy/house-policy';
import type { IPolicy } from '../../lib/policy/policy';
import { manifestOf } from './manifest';

/** A rule as Pulumi knows it: with a name, a text and settings of its own. */
interface HouseRule {
  readonly name: string;
  readonly description: string;
  readonly configSchema?: PolicyConfigSchema;
  /** The rule with the settings of this stack; undefined when it has nothing to ask for. */
  readonly policy: (args: ResourceValidationArgs) => IPolicy | undefined;
}

interface OwnerConfig {
  readonly keys?: string[];
}

interface SignOnConfig {
  readonly services?: string[];
  readonly filters?: string[];
}

const strings = (description: string) => ({ type: 'array' as const, items: { type: 'string' as const }, description });

const RULES: readonly HouseRule[] = [
  {
    name: 'restricted-pods',
    description: 'Pods hold to the level restricted of Pod Security, and namespaces enforce it.',
    policy: () => HousePolicy.restrictedPods(),
  },
  {
    name: 'limits',
    description: 'Every container has a memory limit and a CPU request.',
    policy: () => HousePolicy.limits(),
  },
  {
    name: 'owner-labels',
    description: 'Every object and every pod template says whose it is.',
    configSchema: { properties: { keys: strings('Keys of the labels, such as example.com/team.') } },
    policy: (args) => {
      const { keys = [] } = args.getConfig<OwnerConfig>();
      return keys.length === 0 ? undefined : HousePolicy.ownerLabels(keys);
    },
  },
  {
    name: 'sign-on',
    description: 'What can be reached from outside the cluster asks its users to sign on.',
    configSchema: {
      properties: {
        services: strings('Services that ask themselves, or that are the door: <namespace>/<name>.'),
        filters: strings('Policies and filters that ask: <namespace>/<name>.'),
      },
    },
    policy: (args) => {
      const { services, filters } = args.getConfig<SignOnConfig>();
      return HousePolicy.signOnForPublicRoutes({ ...(services && { services }), ...(filters && { filters }) });
    },
  },
];

/**
 * The house rules as policies of Pulumi, one for each, so that a stack can set the enforcement level of each; `own` adds
 * rules of yours. They judge nothing themselves: every line comes from the functions that synthesis calls.
 */
export function housePolicies(own: readonly IPolicy[] = []): ResourceValidationPolicy[] {
  const others = own.map((policy): HouseRule => {
    return { name: policy.policyName.replaceAll('/', '-'), description: policy.policyName, policy: () => policy };
  });
  return [...[...RULES, ...others].map(ruleOf), exemptions(own)];
}

function ruleOf({ name, description, configSchema, policy }: HouseRule): ResourceValidationPolicy {
  return {
    name,
    description,
    ...(configSchema && { configSchema }),
    validateResource: (args, reportViolation) => {
      const manifest = manifestOf(args);
      const rule = policy(args);
      if (manifest === undefined || rule === undefined) return;
      // What is wrong with exemptions is said once, below.
      const lines = HousePolicy.check([rule], manifest).filter((line) => line.startsWith(`${rule.policyName}: `));
      for (const line of lines) reportViolation(line);
    },
  };
}

function exemptions(own: readonly IPolicy[]): ResourceValidationPolicy {
  return {
    name: 'exemptions',
    description: 'Exemptions from the house rules name rules that are there, and say why.',
    validateResource: (args, reportViolation) => {
      const manifest = manifestOf(args);
      if (manifest === undefined) return;
      const ofRules = own.map(({ policyName }) => policyName);
      // Rules that find nothing: only their names count here.
      const silent = ofRules.map((policyName): IPolicy => ({ policyName, check: () => [] }));
      for (const line of HousePolicy.check(silent, manifest)) reportViolation(line);
    },
  };
}

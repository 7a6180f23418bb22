import { rules } from '../core/rules';

/** House rules over finished objects, and mistakes in naming exceptions from them. */
export const POLICY_RULES = rules('policy', {
  restrictedPods: [
    'pods hold to the level `restricted` of Pod Security, and namespaces admit no others',
    'set what the level asks for; software that cannot live with it gets a namespace and an exemption of its own',
  ],
  limits: [
    'every container has a memory limit and a CPU request: one without can starve or evict its neighbours',
    'set resources.limits.memory and resources.requests.cpu',
  ],
  ownerLabels: [
    'every object and every pod template says whose it is',
    'set the label, for instance as a label of the chart or of the role',
  ],
  signOn: [
    'what can be reached from outside the cluster asks its users to sign on',
    'put a sign-on in front of it, or keep it inside the cluster',
  ],
  unknownExemption: [
    'an exemption names a rule that is not there, so it exempts from nothing',
    'name rules by their ids, separated by commas, such as policy/limits',
  ],
  exemptionWithoutReason: [
    'an exemption says why, for those who find it later',
    'add the annotation cdk8s-spark/policy-exempt-reason with a sentence, or remove the exemption',
  ],
  ownerKeys: ['owner labels need at least one key to ask for', 'name the labels, such as example.com/team'],
  signOnName: ['an object that signs users on is named with its namespace', 'write it as <namespace>/<name>'],
});

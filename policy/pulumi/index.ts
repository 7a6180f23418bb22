import { PolicyPack } from '@pulumi/policy';
import { housePolicies } from './house';

new PolicyPack('cdk8s-spark-house-rules', { enforcementLevel: 'mandatory', policies: housePolicies() });

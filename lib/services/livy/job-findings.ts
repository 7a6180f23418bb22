import type { Finding } from '../../core/rules';
import { applicationFindings } from '../../spark/application-findings';
import { executorTemplate } from '../../spark/executor-pod';
import { poolFindings } from '../../spark/node-placement-findings';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { SparkRole } from '../../spark/role';
import { driverTemplate } from '../../spark/submission';
import { templateFindings } from '../../spark/template-findings';
import { TAG_LABEL } from './cleanup';
import { LIVY_SERVER_RULES as RULES } from './rules';

/** Findings for the defaults of jobs, as the user wrote them: `jobs.driver.memory`. */
export function jobFindings(app: ResolvedApplication): Finding[] {
  const own = new Set(['image', 'serviceAccount']);
  return [
    // The class is none, and needs no file.
    ...applicationFindings(app).filter(({ at }) => !/^(application|appName)/.test(at)),
    ...poolFindings(app),
    ...templateFindings(app.driver),
    ...labelFindings(app.driver),
    ...labelFindings(app.executor),
    ...containerFindings('driver', driverTemplate(app)),
    ...containerFindings('executor', executorTemplate(app)),
  ].map((finding) => (own.has(finding.at) ? finding : { ...finding, at: `jobs.${finding.at}` }));
}

function labelFindings({ name, labels }: SparkRole): Finding[] {
  return TAG_LABEL in labels
    ? [{ rule: RULES.livyLabel, at: `${name}.labels["${TAG_LABEL}"]`, value: labels[TAG_LABEL] }]
    : [];
}

interface Template {
  readonly spec?: { readonly containers?: readonly TemplateContainer[] };
}

interface TemplateContainer {
  readonly name?: string;
  readonly resources?: { readonly requests?: object; readonly limits?: object };
}

/** Spark gives its own container, the first, requests and limits; nobody does so for the others. */
function containerFindings(role: string, template: object): Finding[] {
  const { containers = [] } = (template as Template).spec ?? {};
  return containers.slice(1).flatMap(({ name, resources = {} }) => {
    const missing = (['requests', 'limits'] as const).filter(
      (kind) => resources[kind] === undefined || Object.keys(resources[kind]).length === 0,
    );
    if (missing.length === 0) return [];
    const because = `no ${missing.join(', no ')}`;
    return [{ rule: RULES.containerWithoutLimits, at: `${role}.podOverrides`, value: name ?? 'a container', because }];
  });
}

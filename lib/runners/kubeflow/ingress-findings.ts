import type { Finding } from '../../core/rules';
import type { IKubeflowSparkOperator } from './interfaces';
import { KUBEFLOW_RULES } from './rules';
import type { KubeflowRunnerProps } from './runner-props';

/** Findings for the Service and Ingress of the UI. @param address The way in that the job itself has, if it has one. */
export function uiFindings({ ui }: KubeflowRunnerProps, operator: IKubeflowSparkOperator, address: unknown): Finding[] {
  if (ui === undefined) return [];
  return [
    ...(address === undefined ? [] : [{ rule: KUBEFLOW_RULES.uiTwice, at: 'runner.ui', value: Object.keys(ui) }]),
    ...(operator.uiService ? [] : [{ rule: KUBEFLOW_RULES.uiServiceOff, at: 'runner.ui', value: Object.keys(ui) }]),
    ...(ui.servicePort === undefined ? [] : portFindings('runner.ui.servicePort', ui.servicePort)),
    ...(ui.ingressTls ?? []).flatMap((tls, index) =>
      tls.hosts.length > 0 && tls.secretName !== ''
        ? []
        : [{ rule: KUBEFLOW_RULES.tls, at: `runner.ui.ingressTls[${index}]`, value: { ...tls } }],
    ),
  ];
}

/** Findings for Ingresses of further ports. */
export function ingressFindings({ driverIngress = [] }: KubeflowRunnerProps, scheduled: boolean): Finding[] {
  const at = (index: number, prop: string): string => `runner.driverIngress[${index}].${prop}`;
  const isFirst = (index: number, value: unknown, prop: 'servicePort' | 'ingressUrlFormat'): boolean =>
    driverIngress.findIndex((other) => other[prop] === value) === index;
  return driverIngress.flatMap(({ servicePort, ingressUrlFormat: url }, index) => [
    ...portFindings(at(index, 'servicePort'), servicePort),
    ...(isFirst(index, servicePort, 'servicePort')
      ? []
      : [{ rule: KUBEFLOW_RULES.driverIngressTwice, at: at(index, 'servicePort'), value: servicePort }]),
    ...(isFirst(index, url, 'ingressUrlFormat')
      ? []
      : [{ rule: KUBEFLOW_RULES.driverIngressTwice, at: at(index, 'ingressUrlFormat'), value: url }]),
    ...(/^[a-z0-9{]/i.test(url) && !url.includes('://') && !/\s/.test(url)
      ? []
      : [{ rule: KUBEFLOW_RULES.driverIngressUrl, at: at(index, 'ingressUrlFormat'), value: url }]),
    ...(scheduled && !url.includes('{{$appName}}')
      ? [{ rule: KUBEFLOW_RULES.driverIngressShared, at: at(index, 'ingressUrlFormat'), value: url }]
      : []),
  ]);
}

function portFindings(at: string, value: number): Finding[] {
  return Number.isInteger(value) && value >= 1 && value <= 65535 ? [] : [{ rule: KUBEFLOW_RULES.port, at, value }];
}

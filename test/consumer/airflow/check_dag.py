"""check_dag.py DAG OUT: loads a DAG file as Airflow's parser does and writes what its tasks would send, as JSON."""

import json
import sys
from pathlib import Path

from airflow.dag_processing.dagbag import DagBag
from airflow.providers.apache.livy.hooks.livy import LivyHook
from kubernetes.client import ApiClient


def sent_by(task) -> object:
    kind = type(task).__name__
    if kind == "SparkKubernetesOperator":
        # The parser has replaced the name of the file by what is in it.
        return task.manage_template_specs()["spark"]
    if kind == "KubernetesPodOperator":
        pod = task.build_pod_request_obj(None, dry_run=True)
        return ApiClient().sanitize_for_serialization(pod)
    return LivyHook.build_post_batch_body(**task.spark_params)


bag = DagBag(sys.argv[1])
dags = [
    {
        "dag_id": dag.dag_id,
        "tasks": [
            {"task_id": task.task_id, "operator": type(task).__name__, "sends": sent_by(task)}
            for task in dag.tasks
        ],
    }
    for dag in bag.dags.values()
]
# Not to standard output: Airflow logs there.
Path(sys.argv[2]).write_text(json.dumps({"errors": bag.import_errors, "dags": dags}, default=str))

"""Reads a hub's configuration with the real JupyterHub, and prints the pods that the real KubeSpawner would make."""
import asyncio
import importlib.util
import json
import logging
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import kubespawner.spawner
from jupyterhub.app import JupyterHub
from jupyterhub.auth import Authenticator, DummyAuthenticator
from jupyterhub.proxy import ConfigurableHTTPProxy
from jupyterhub.spawner import Spawner
from kubespawner import KubeSpawner
from kubernetes_asyncio.client import ApiClient
from oauthenticator.oauth2 import OAuthenticator
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader
from traitlets.utils.importstring import import_item

# No cluster is asked.
kubespawner.spawner.load_config = lambda **_: None
kubespawner.spawner.shared_client = lambda *_: None

KNOWN = {one.__name__: one for one in (JupyterHub, Authenticator, ConfigurableHTTPProxy, Spawner, KubeSpawner, OAuthenticator)}


def unknown(config):
    """Settings of no class, and those that their class does not take."""
    kind = import_item(config.JupyterHub.authenticator_class)
    classes = {**KNOWN, **{one.__name__: one for one in kind.__mro__}}
    wrong = []
    for owner, section in config.items():
        traits = classes[owner].class_traits(config=True) if owner in classes else {}
        for name, value in section.items():
            if name not in traits:
                wrong.append(f'{owner}.{name}')
    return wrong


def user(groups):
    url = 'http://hub.example.com/'
    orm = SimpleNamespace(name='ada', id=1, groups=[SimpleNamespace(name=name) for name in groups])
    return SimpleNamespace(
        name='ada', id=1, url='/user/ada/', escaped_name='ada', settings={}, orm_user=orm, groups=orm.groups,
        server=SimpleNamespace(base_url='/user/ada/', cookie_name='c'), base_url='/user/ada/', admin=False, state=None,
        last_activity=None, public_url=lambda name='': url,
    )


async def pods(config, groups):
    made = {}
    client = ApiClient()
    for offer in config.KubeSpawner.profile_list(SimpleNamespace(user=user(groups))):
        spawner = KubeSpawner(config=config, user=user(groups), hub=SimpleNamespace(
            base_url='/hub/', api_url='http://hub:8081/hub/api', public_host='', routespec='/', server=None,
            url='http://hub:8081/hub/'), _mock=True)
        spawner.api_token, spawner.oauth_client_id, spawner.user_options = 't', 'c', {'profile': offer['slug']}
        spawner.get_env = lambda spawner=spawner: spawner._expand_env(spawner.environment)
        spawner.get_args = lambda: []
        await spawner.load_user_options()
        pod = client.sanitize_for_serialization(await spawner.get_pod_manifest())
        claim = client.sanitize_for_serialization(spawner.get_pvc_manifest()) if spawner.storage_pvc_ensure else None
        made[offer['slug']] = {'pod': pod, 'claim': claim}
    await client.close()
    return made


def read(path, *groups):
    loaded = PyFileConfigLoader('jupyterhub_config.py', path=path).load_config()
    config = Config(loaded)
    app = JupyterHub(config=config)
    return {
        'unknown': unknown(config),
        'authenticator': authenticator(config),
        'hub': {name: getattr(app, name) for name in ('base_url', 'db_url', 'public_url', 'services')},
        'pods': asyncio.run(pods(config, groups)),
    }


def traits():
    """Every setting with its type."""
    classes = [*KNOWN.values(), DummyAuthenticator]
    return {f'{one.__name__}.{name}': type(trait).__name__
            for one in classes for name, trait in one.class_traits(config=True).items()}


def sparkmagic():
    """Every key of sparkmagic's configuration: each is a function that can be overridden."""
    root = importlib.util.find_spec('sparkmagic').submodule_search_locations[0]
    return re.findall(r'@_with_override\ndef (\w+)', Path(root, 'utils/configuration.py').read_text())


def authenticator(config):
    """What the class of the authenticator takes from it; a wrong value raises."""
    one = import_item(config.JupyterHub.authenticator_class)(config=config)
    names = ('allow_all', 'allowed_users', 'admin_users', 'allowed_groups', 'client_id', 'client_secret', 'password',
             'oauth_callback_url', 'authorize_url', 'token_url', 'manage_groups', 'bind_dn_template', 'tls_strategy')
    found = {name: getattr(one, name, None) for name in names}
    return {name: sorted(value) if isinstance(value, (set, frozenset)) else getattr(value, 'name', value)
            for name, value in found.items()}


logging.disable(logging.CRITICAL)
command, *arguments = sys.argv[1:]
print(json.dumps({'config': read, 'traits': traits, 'sparkmagic': sparkmagic}[command](*arguments)))

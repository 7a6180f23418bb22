/** Directory of the hub's configuration. */
export const CONFIG_DIRECTORY = '/usr/local/etc/jupyterhub';
export const CONFIG_FILE = 'jupyterhub_config.py';
export const VALUES_FILE = 'values.json';

/** Prefix of the files with blocks of Python that users gave. */
export const BLOCK_PREFIX = 'extra-';

/** The hub's configuration file. What users set is in values.json, and never becomes code but for whole blocks of it. */
export const LOADER = `import json
import os
from pathlib import Path

from tornado.web import HTTPError

here = Path(__file__).parent
values = json.loads((here / '${VALUES_FILE}').read_text(encoding='utf-8'))

for name, value in values['traits'].items():
    owner, trait = name.split('.')
    c[owner][trait] = value

for name, variable in values['secrets'].items():
    owner, trait = name.split('.')
    c[owner][trait] = os.environ[variable]


def profiles(spawner):
    groups = {group.name for group in spawner.user.groups}
    offers = [offer for offer in values['profiles'] if not offer['groups'] or groups.intersection(offer['groups'])]
    if not offers:
        raise HTTPError(403, 'none of the profiles is for your groups')
    return [offer['profile'] for offer in offers]


c.KubeSpawner.profile_list = profiles

for block in sorted(here.glob('${BLOCK_PREFIX}*.py')):
    exec(compile(block.read_text(encoding='utf-8'), str(block), 'exec'))
`;

/** What the committed results say: the page must say the same. */
import json from '../../../reports/relu-versus-sigmoid/results.json' with { type: 'json' };

export const results = json;

import { sigmoidLearnsWithDepth } from '../../src/hypotheses/h9b-sigmoid-learns-with-depth.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(sigmoidLearnsWithDepth);

"""Boosted trees of LightGBM; the value of a trial is the mean of five folds."""

import lightgbm
import numpy as np
from sklearn.metrics import root_mean_squared_error
from sklearn.model_selection import KFold


def trees(hyper_parameters, seed):
    return lightgbm.LGBMRegressor(
        **hyper_parameters,
        n_estimators=100,
        subsample_freq=1,
        random_state=seed,
        deterministic=True,
        force_row_wise=True,
        n_jobs=1,
        verbose=-1,
    )


def train(hyper_parameters, data, seed, report):
    x = np.concatenate([data.x_train, data.x_validation])
    y = np.concatenate([data.y_train, data.y_validation])
    errors = []
    for fold, (train, held_out) in enumerate(KFold(5).split(x)):
        model = trees(hyper_parameters, seed).fit(x[train], y[train])
        errors.append(root_mean_squared_error(y[held_out], model.predict(x[held_out])))
        report(fold, val_rmse=np.mean(errors))  # a hopeless trial can be pruned between two folds
    file = report.folder / "trees.txt"
    trees(hyper_parameters, seed).fit(x, y).booster_.save_model(file)
    report.save(file)
    return {"val_rmse": np.mean(errors), "val_rmse_sd": np.std(errors, ddof=1)}


def evaluate(model, data):
    predictions = lightgbm.Booster(model_file=model).predict(data.x_test)
    return {"rmse": root_mean_squared_error(data.y_test, predictions), "predictions": predictions}

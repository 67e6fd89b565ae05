"""Boosted trees of LightGBM, on one fold of the data."""

import lightgbm
from sklearn.metrics import root_mean_squared_error


def train(hyper_parameters, data, seed, report):
    trees = lightgbm.LGBMRegressor(
        **hyper_parameters,
        n_estimators=100,
        subsample_freq=1,
        random_state=seed,
        deterministic=True,
        force_row_wise=True,
        n_jobs=1,
        verbose=-1,
    ).fit(data.x_train, data.y_train)
    file = report.folder / "trees.txt"
    trees.booster_.save_model(file)
    report.save(file)
    predictions = trees.predict(data.x_validation)
    return {"val_rmse": root_mean_squared_error(data.y_validation, predictions)}


def evaluate(model, data):
    predictions = lightgbm.Booster(model_file=model).predict(data.x_test)
    return {"rmse": root_mean_squared_error(data.y_test, predictions), "predictions": predictions}

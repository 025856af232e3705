@echo off
rem A hashed installation (environment.yml) cannot contain this folder itself, because a folder has
rem no hash. This finishes it on the first call; `lecons` then works from everywhere.
python -c "import importlib.metadata as m; m.version('lecons')" 2>nul
if errorlevel 1 python -m pip install --quiet --no-deps --no-build-isolation -e "%~dp0."
if errorlevel 1 exit /b 1
python -m lecons %*
